import { guessLatin1 } from "../charset/decode-text.ts";
import { decodeWords } from "./encoded-words.ts";

/** One field as it stands in the header. */
export interface HeaderField {
  /** As written. */
  readonly name: string;
  /** Unfolded, octets as latin1 characters: nothing is decoded yet. */
  readonly raw: string;
}

/** A value is read no further than this: encoded words cost time, and nobody reads a longer one. */
const MAX_VALUE_OCTETS = 16 * 1024;
/** RFC 5322 §2.2 allows any length; a name this long is an accident in the body. */
const MAX_NAME_OCTETS = 200;
const COLON = 0x3a;

/** C0 and C1 controls break a line on screen; the bidi overrides make text read other than it is. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g;

/**
 * The fields of a header in their order. Octets may end anywhere, and what follows the empty line is not
 * looked at. Lines that are no field (mbox `From `, garbage) are passed over.
 */
export function readHeaderFields(header: Buffer): HeaderField[] {
  const text = header.toString("latin1");
  const fields: HeaderField[] = [];
  eachField(text, (start, colon, end) => {
    const name = text.slice(start, colon).trimEnd();
    if (!name.includes(" ")) fields.push({ name, raw: unfold(text.slice(colon + 1, end)) });
  });
  return fields;
}

/**
 * The first field of each wanted name, as `readHeaderFields` would give its `raw`. Tens of thousands of headers
 * are read so when a mailbox is opened: what nobody wants is passed over without being cut out.
 *
 * @param wanted lower-case names
 */
export function readFirstFields(header: Buffer, wanted: ReadonlySet<string>): ReadonlyMap<string, string> {
  const text = header.toString("latin1");
  const first = new Map<string, string>();
  eachField(text, (start, colon, end) => {
    const name = text.slice(start, colon).trimEnd().toLowerCase();
    if (wanted.has(name) && !first.has(name)) first.set(name, unfold(text.slice(colon + 1, end)));
  });
  return first;
}

/** The value for people: 8-bit octets and encoded words decoded, nothing in it that breaks a line. */
export function decodeField(raw: string): string {
  const value = guessLatin1(raw.length > MAX_VALUE_OCTETS ? raw.slice(0, MAX_VALUE_OCTETS) : raw);
  return cleanLine(decodeWords(value));
}

/** One line of text, safe to show beside others. */
export function cleanLine(text: string): string {
  return text.replace(UNSAFE, " ").trim();
}

function eachField(text: string, visit: (start: number, colon: number, end: number) => void): void {
  for (let at = 0; at < text.length && !isBlank(text, at);) {
    const end = fieldEnd(text, at);
    const colon = colonOf(text, at, end);
    if (colon > at) visit(at, colon, end);
    at = end;
  }
}

/** Looked for within a name's length only: octets without colons must not be searched again and again. */
function colonOf(text: string, start: number, end: number): number {
  const limit = Math.min(end, start + MAX_NAME_OCTETS);
  for (let at = start; at < limit; at += 1) if (text.charCodeAt(at) === COLON) return at;
  return -1;
}

/** Where the field that begins at `at` ends, its folded lines included. */
function fieldEnd(text: string, at: number): number {
  let end = at;
  do {
    const newline = text.indexOf("\n", end);
    if (newline === -1) return text.length;
    end = newline + 1;
  } while (text[end] === " " || text[end] === "\t");
  return end;
}

function isBlank(text: string, at: number): boolean {
  return text[at] === "\n" || (text[at] === "\r" && text[at + 1] === "\n");
}

function unfold(value: string): string {
  return (value.includes("\n") ? value.replace(/\r?\n(?=[ \t])/g, "") : value).trim();
}
