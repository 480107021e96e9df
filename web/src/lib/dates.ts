import { capitalised } from "./sentence.ts";

const DAY_MS = 86_400_000;

/** A date for a list: the time of today, "Yesterday", the weekday, then the date. */
export function formatRowDate(ms: number, nowMs: number, locale?: string): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return "";
  const days = daysBetween(ms, nowMs);
  if (days === 0) return date.toLocaleTimeString(locale, { timeStyle: "short" });
  if (days === 1) {
    return capitalised(new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-1, "day"));
  }
  if (days > 1 && days < 7) return date.toLocaleDateString(locale, { weekday: "short" });
  if (date.getFullYear() === new Date(nowMs).getFullYear()) {
    return date.toLocaleDateString(locale, { day: "numeric", month: "short" });
  }
  return date.toLocaleDateString(locale, { day: "numeric", month: "short", year: "numeric" });
}

/** A date in full, for the reader: `Fri 20 Nov 2026, 08:15` in the person's locale. */
export function formatFullDate(ms: number, locale?: string): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return "";
  return date.toLocaleString(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    ...clockOf(locale),
  });
}

/** Hours and minutes as the locale writes them: `9:05 AM`, `09:05`. */
export function clockOf(locale?: string): { hour: "numeric" | "2-digit"; minute: "2-digit" } {
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions();
  return { hour: hour12 === true ? "numeric" : "2-digit", minute: "2-digit" };
}

/** A day without its time, from a text that `Date` reads; the text itself where it does not. */
export function formatPlainDate(text: string, locale?: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  return date.toLocaleDateString(locale, { day: "numeric", month: "long", year: "numeric" });
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

/** Calendar days, in the person's time zone, from `ms` to `nowMs`; negative for the future. */
function daysBetween(ms: number, nowMs: number): number {
  const midnight = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
  // Rounded: a day with a change of the clock has 23 or 25 hours.
  return Math.round((midnight(nowMs) - midnight(ms)) / DAY_MS);
}
