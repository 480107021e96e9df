import { capitalised } from "./sentence.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A date for a list: the time of today, "Yesterday", the weekday, then the date. */
export function formatRowDate(ms: number, nowMs: number, locale?: string): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return "";
  const days = daysBetween(ms, nowMs);
  if (days === 0) return format(date, locale, { timeStyle: "short" });
  if (days === 1) return yesterday(locale);
  if (days > 1 && days < 7) return format(date, locale, { weekday: "short" });
  if (date.getFullYear() === new Date(nowMs).getFullYear()) {
    return format(date, locale, { day: "numeric", month: "short" });
  }
  return format(date, locale, { day: "numeric", month: "short", year: "numeric" });
}

/** A date in full, for the reader: `Fri 20 Nov 2026, 08:15` in the person's locale. */
export function formatFullDate(ms: number, locale?: string): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return "";
  return format(date, locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    ...clockOf(locale),
  });
}

/**
 * A browser loads what it knows of a language with its first formatter, which takes longer than a screen of rows:
 * to be called while nobody waits.
 */
export function prepareFormats(): void {
  (0).toLocaleString();
  formatRowDate(0, Date.now());
  formatFullDate(0);
}

/** Hours and minutes as the locale writes them: `9:05 AM`, `09:05`. */
export function clockOf(locale?: string): { hour: "numeric" | "2-digit"; minute: "2-digit" } {
  const { hour12 } = formatter(locale, { hour: "numeric" }).resolvedOptions();
  return { hour: hour12 === true ? "numeric" : "2-digit", minute: "2-digit" };
}

/** A day without its time, from a text that `Date` reads; the text itself where it does not. */
export function formatPlainDate(text: string, locale?: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return format(date, locale, { day: "numeric", month: "long", year: "numeric" });
}

/** How long something lasted: `43 ms`, `1.2 s`, `45 s`, `11 min`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(ms < 9_950 && ms % 1000 !== 0 ? 1 : 0)} s`;
  return `${(ms / 60_000).toFixed(0)} min`;
}

/** The time between two lines on the wire: `+0 ms`, `+21 ms`, `+6.1 s`, `+2 min`. */
export function formatGap(micros: number): string {
  const ms = Math.max(0, micros / 1000);
  if (ms < 999.5) return `+${ms > 0 && ms < 9.95 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
  if (ms < 59_950) return `+${(ms / 1000).toFixed(1)} s`;
  return `+${(ms / 60_000).toFixed(0)} min`;
}

function format(date: Date, locale: string | undefined, options: Intl.DateTimeFormatOptions): string {
  return formatter(locale, options).format(date);
}

/** For a minute: a computer that travels comes to another time zone, and a formatter stays in the one it was made in. */
let formatters = { minute: 0, made: new Map<string, Intl.DateTimeFormat>() };

/** Making a formatter takes a hundred times as long as using it, and each row of the list uses three. */
function formatter(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const minute = Math.floor(Date.now() / MINUTE_MS);
  if (formatters.minute !== minute) formatters = { minute, made: new Map() };
  const key = JSON.stringify([locale, options]);
  const made = formatters.made.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.made.set(key, made);
  return made;
}

const yesterdays = new Map<string | undefined, string>();

function yesterday(locale: string | undefined): string {
  const held = yesterdays.get(locale);
  if (held !== undefined) return held;
  const word = capitalised(new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-1, "day"));
  yesterdays.set(locale, word);
  return word;
}

/** Calendar days, in the person's time zone, from `ms` to `nowMs`; negative for the future. */
function daysBetween(ms: number, nowMs: number): number {
  const midnight = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
  // Rounded: a day with a change of the clock has 23 or 25 hours.
  return Math.round((midnight(nowMs) - midnight(ms)) / DAY_MS);
}
