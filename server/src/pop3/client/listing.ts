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
  const read = listReader();
  const sink = new LineCollector(maxLines, (text, start, end) => {
    const entry = read(text, start, end);
    if (entry !== undefined) entries.push(entry);
  });
  return { sink, entries };
}

/** What LIST says of one message behind its +OK (RFC 1939 §5). */
export function parseListLine(text: string): ListEntry | undefined {
  return listReader()(text, 0, text.length);
}

function listReader() {
  const scan = numberScanner();
  return (text: string, start: number, end: number): ListEntry | undefined => {
    const number = scan.number(text, start, end);
    if (!isMessageNumber(number, text, scan.behind(), end)) return undefined;
    const octets = scan.number(text, scan.behind(), end);
    return { number, octets: Number.isSafeInteger(octets) ? octets : null };
  };
}

/** A sink for UIDL. */
export function uidlEntries(maxLines: () => number): { sink: BodySink; entries: UidlEntry[] } {
  const entries: UidlEntry[] = [];
  const read = uidlReader();
  const sink = new LineCollector(maxLines, (text, start, end) => {
    const entry = read(text, start, end);
    if (entry !== undefined) entries.push(entry);
  });
  return { sink, entries };
}

/** What UIDL says of one message behind its +OK (RFC 1939 §7). */
export function parseUidlLine(text: string): UidlEntry | undefined {
  return uidlReader()(text, 0, text.length);
}

function uidlReader() {
  const scan = numberScanner();
  return (text: string, start: number, end: number): UidlEntry | undefined => {
    const number = scan.number(text, start, end);
    let first = scan.behind();
    if (!isMessageNumber(number, text, first, end)) return undefined;
    // Only blanks: an octet of 0xA0 belongs to the id, and trim takes it for one.
    let last = end;
    while (first < last && isBlank(text.charCodeAt(first))) first += 1;
    while (first < last && isBlank(text.charCodeAt(last - 1))) last -= 1;
    return { number, uniqueId: text.slice(first, last) };
  };
}

/** The two figures of STAT's +OK (RFC 1939 §5); octets null where they are no safe integer. */
export function parseStat(text: string): { messages: number; octets: number | null } | undefined {
  const match = /^(\d{1,10})(?!\d)(?:\s+(-?\d+))?/.exec(text.trim());
  if (match === null) return undefined;
  const octets = Number(match[2]);
  return { messages: Number(match[1]), octets: Number.isSafeInteger(octets) && octets >= 0 ? octets : null };
}

/**
 * Reads digits character by character: the listings of a sign-in are read before the compiler has seen them, when
 * each call counts, and 100,000 lines through a regular expression are slow in any case.
 */
function numberScanner() {
  let behind = 0;
  return {
    /** Digits behind blanks; NaN where there are none. */
    number(text: string, start: number, end: number): number {
      let index = start;
      while (index < end && isBlank(text.charCodeAt(index))) index += 1;
      const first = index;
      let value = 0;
      for (; index < end; index += 1) {
        const digit = text.charCodeAt(index) - 0x30;
        if (digit < 0 || digit > 9) break;
        value = value * 10 + digit;
      }
      behind = index;
      return index === first ? Number.NaN : value;
    },
    /** The index behind the number that was read last. */
    behind: () => behind,
  };
}

/** A number that a command can carry, and a blank or the line's end behind it. */
function isMessageNumber(number: number, text: string, behind: number, end: number): boolean {
  return number >= 1 && number <= MAX_MESSAGE_NUMBER && (behind === end || isBlank(text.charCodeAt(behind)));
}

function isBlank(character: number): boolean {
  return character === BLANK || character === TAB;
}
