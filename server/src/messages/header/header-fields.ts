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

/** C0 and C1 controls break a line on screen; the bidi overrides make text read other than it is. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g;

/**
 * The fields of a header in their order. Octets may end anywhere, and what follows the empty line is not
 * looked at. Lines that are no field (mbox `From `, garbage) are passed over.
 *
 * @param wanted lower-case names; all fields where absent
 */
export function readHeaderFields(header: Buffer, wanted?: ReadonlySet<string>): HeaderField[] {
  const text = header.toString("latin1");
  const fields: HeaderField[] = [];
  for (let at = 0; at < text.length;) {
    if (isBlank(text, at)) break;
    const end = fieldEnd(text, at);
    // Looked for within a name's length only: octets without colons must not be searched again and again.
    const colon = text.slice(at, Math.min(end, at + MAX_NAME_OCTETS)).indexOf(":");
    if (colon > 0) {
      const name = text.slice(at, at + colon).trimEnd();
      if (isWanted(name, wanted)) fields.push({ name, raw: unfold(text.slice(at + colon + 1, end)) });
    }
    at = end;
  }
  return fields;
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

function isWanted(name: string, wanted: ReadonlySet<string> | undefined): boolean {
  if (name.includes(" ")) return false;
  return wanted === undefined || wanted.has(name.toLowerCase());
}

function unfold(value: string): string {
  return (value.includes("\n") ? value.replace(/\r?\n(?=[ \t])/g, "") : value).trim();
}
