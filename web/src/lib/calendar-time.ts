import type { CalendarCard, CalendarTime } from "@popgate/shared/api/recognized-parts";
import { clockOf } from "./dates.ts";

/** Where and how the reader reads: a test fixes both. */
interface Reader {
  readonly locale?: string | undefined;
  /** An IANA name; the browser's own when left out. */
  readonly timeZone?: string | undefined;
}

const DAY_MS = 86_400_000;
const DATE = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;

/** `when` an event is, in the reader's zone where that is known; `written` as the sender wrote it where it differs. */
export interface EventTime {
  readonly when: string;
  /** Its first day, for a calendar leaf. */
  readonly leaf: { readonly month: string; readonly day: string };
  readonly zone:
    | { readonly kind: "days" | "wherever" }
    | { readonly kind: "unknown"; readonly name: string }
    | { readonly kind: "reader"; readonly name: string };
  readonly written: { readonly local: string; readonly zone: string } | null;
}

/** @returns null where the card names no start, or one that is no date */
export function eventTime(card: CalendarCard, reader: Reader = {}): EventTime | null {
  const { start } = card;
  if (start === null || Number.isNaN(wallMs(start))) return null;
  if (card.allDay) return wholeDays(card, start, reader);
  if (start.at === null) return onTheWall(card, start, reader);
  const timeZone = reader.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = span(start.at, card.end?.at ?? null, reader.locale, timeZone);
  const wall = span(wallMs(start), wallEnd(card), reader.locale, "UTC");
  return {
    when,
    leaf: leafOf(start.at, reader.locale, timeZone),
    zone: { kind: "reader", name: timeZone },
    written: when === wall || start.zone === null ? null : { local: wall, zone: start.zone },
  };
}

/** The day after the last one ends a whole-day event (RFC 5545 §3.6.1); people name the last one. */
function wholeDays(card: CalendarCard, start: CalendarTime, { locale }: Reader): EventTime {
  const first = wallMs(start);
  const end = card.end === null ? Number.NaN : wallMs(card.end);
  const last = Number.isNaN(end) ? first : Math.max(first, end - DAY_MS);
  const days = new Intl.DateTimeFormat(locale, { ...DATE, timeZone: "UTC" });
  return {
    when: days.formatRange(first, last),
    leaf: leafOf(first, locale, "UTC"),
    zone: { kind: "days" },
    written: null,
  };
}

/** A time without a zone, or in one that nobody knows: shown as written. */
function onTheWall(card: CalendarCard, start: CalendarTime, { locale }: Reader): EventTime {
  return {
    when: span(wallMs(start), wallEnd(card), locale, "UTC"),
    leaf: leafOf(wallMs(start), locale, "UTC"),
    zone: start.zone === null ? { kind: "wherever" } : { kind: "unknown", name: start.zone },
    written: null,
  };
}

function wallEnd({ end }: CalendarCard): number | null {
  return end === null ? null : wallMs(end);
}

function wallMs({ local }: CalendarTime): number {
  return Date.parse(local.includes("T") ? `${local}Z` : local);
}

function span(from: number, to: number | null, locale: string | undefined, timeZone: string): string {
  const clock = new Intl.DateTimeFormat(locale, { ...DATE, ...clockOf(locale), timeZone });
  // An end before the start is a mistake of the sender's; formatRange refuses it.
  return to === null || !(to > from) ? clock.format(from) : clock.formatRange(from, to);
}

function leafOf(at: number, locale: string | undefined, timeZone: string): EventTime["leaf"] {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at);
  return { month: part({ month: "short" }), day: part({ day: "numeric" }) };
}
