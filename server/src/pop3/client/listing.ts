import { LineCollector } from "./line-collector.ts";
import type { BodySink } from "../engine/exchange.ts";

/** One message of LIST. Octets are null where the figure is no safe integer (seen at 2 GB and over). */
export interface ListEntry {
  readonly number: number;
  readonly octets: number | null;
}

export interface UidlEntry {
  readonly number: number;
  /** As sent; may be empty, long or repeated (RFC 1939 §7 allows twins). */
  readonly uniqueId: string;
}

/** More than any maildrop holds; STAT's count plus slack is the usual bound. */
export const MAX_LISTING_LINES = 1_000_000;
/** Mail may arrive between STAT and LIST on servers that take no snapshot. */
const LISTING_SLACK = 1_000;

/** How many lines a listing may have after STAT told `count`. */
export function listingLimit(count: number): number {
  return Math.min(MAX_LISTING_LINES, count + LISTING_SLACK);
}

/** Ten digits, as in the command encoder: a number that could not be asked for is no message. */
const MAX_MESSAGE_NUMBER = 9_999_999_999;

const BLANK = 0x20;
const TAB = 0x09;

/** A sink for LIST. Lines that hold no number and size are skipped: some servers add remarks. */
export function listEntries(maxLines: () => number): { sink: BodySink; entries: ListEntry[] } {
  const entries: ListEntry[] = [];
  const sink = new LineCollector(maxLines, (line) => {
    const number = readMessageNumber(line);
    if (number === undefined) return;
    const octets = readNumber(line, skipBlanks(line, number.end));
    entries.push({ number: number.value, octets: octets?.value ?? null });
  });
  return { sink, entries };
}

/** A sink for UIDL. */
export function uidlEntries(maxLines: () => number): { sink: BodySink; entries: UidlEntry[] } {
  const entries: UidlEntry[] = [];
  const sink = new LineCollector(maxLines, (line) => {
    const number = readMessageNumber(line);
    if (number === undefined) return;
    // Only blanks: an octet of 0xA0 belongs to the id, and trimEnd takes it for one.
    const uniqueId = line.toString("latin1", skipBlanks(line, number.end)).replace(/[ \t]+$/, "");
    entries.push({ number: number.value, uniqueId });
  });
  return { sink, entries };
}

/** The two figures of STAT's +OK (RFC 1939 §5); octets null where they are no safe integer. */
export function parseStat(text: string): { messages: number; octets: number | null } | undefined {
  const match = /^(\d{1,10})(?!\d)(?:\s+(-?\d+))?/.exec(text.trim());
  if (match === null) return undefined;
  const octets = Number(match[2]);
  return { messages: Number(match[1]), octets: Number.isSafeInteger(octets) && octets >= 0 ? octets : null };
}

/** A number that a command can carry, and a blank or the line's end behind it. */
function readMessageNumber(line: Buffer): { value: number; end: number } | undefined {
  const number = readNumber(line, 0);
  if (number === undefined || number.value < 1 || number.value > MAX_MESSAGE_NUMBER) return undefined;
  const isWord = number.end === line.length || line[number.end] === BLANK || line[number.end] === TAB;
  return isWord ? number : undefined;
}

function skipBlanks(line: Buffer, start: number): number {
  let index = start;
  while (line[index] === BLANK || line[index] === TAB) index += 1;
  return index;
}

/** Digits from `start`: byte by byte, since 100,000 lines through a regular expression are slow. */
function readNumber(line: Buffer, start: number): { value: number; end: number } | undefined {
  let index = skipBlanks(line, start);
  const first = index;
  let value = 0;
  for (; index < line.length; index += 1) {
    const digit = (line[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return index === first || !Number.isSafeInteger(value) ? undefined : { value, end: index };
}
