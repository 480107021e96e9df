const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Minutes east of Greenwich of the names that RFC 5322 §4.3 keeps; any other name counts as UTC. */
const ZONES = new Map<string, number>([
  ["EST", -300],
  ["EDT", -240],
  ["CST", -360],
  ["CDT", -300],
  ["MST", -420],
  ["MDT", -360],
  ["PST", -480],
  ["PDT", -420],
  // Not in the RFC, but in mail.
  ["CET", 60],
  ["CEST", 120],
  ["MET", 60],
  ["BST", 60],
  ["JST", 540],
]);

/** No date is longer; what is would only cost time. */
const MAX_CHARACTERS = 128;

const TIME = String.raw`(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*(AM|PM)?`;
const ZONE = String.raw`\s*([+-]\d{1,2}:?\d{2}|[A-Z]{1,5})?`;
/** "Tue, 1 Jul 2003 10:52:37 +0200", with commas, dashes and spaces as they come. */
const RFC_5322 = new RegExp(
  String.raw`(\d{1,2})[\s-]+([A-Z]{3})[A-Z]*\.?[\s,-]+(\d{2,4}),?\s+${TIME}${ZONE}`,
  "i",
);
/** "Tue Jul  1 10:52:37 2003", what C's asctime writes. */
const ASCTIME = new RegExp(
  String.raw`([A-Z]{3})[A-Z]*\.?\s+(\d{1,2}),?\s+${TIME}${ZONE}\s+(\d{4})${ZONE}`,
  "i",
);
/** "2003-07-01T10:52:37Z". */
const ISO_8601 = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})(?:[T\s]+${TIME}${ZONE})?`, "i");

/**
 * Reads a Date field in the forms that RFC 5322 §3.3 and §4.3 allow and some that only occur.
 *
 * @returns milliseconds since the Unix epoch; null where it is no date, never a guess like "now"
 */
export function parseDateField(value: string): number | null {
  const text = stripComments(value.slice(0, MAX_CHARACTERS)).replace(/\s+/g, " ").trim();
  const rfc = RFC_5322.exec(text);
  if (rfc !== null) {
    const [, day, month, year, hour, minute, second, half, zone] = rfc;
    return instant({ year: fullYear(year), month: monthOf(month), day, hour, minute, second, half, zone });
  }
  const asctime = ASCTIME.exec(text);
  if (asctime !== null) {
    const [, month, day, hour, minute, second, half, before, year, after] = asctime;
    const zone = after ?? before;
    return instant({ year: Number(year), month: monthOf(month), day, hour, minute, second, half, zone });
  }
  const [, year, month, day, hour, minute, second, half, zone] = ISO_8601.exec(text) ?? [];
  if (year === undefined) return null;
  return instant({ year: Number(year), month: Number(month) - 1, day, hour, minute, second, half, zone });
}

type Digits = string | undefined;

interface Parts {
  readonly year: number;
  /** From 0; -1 for a name that is no month. */
  readonly month: number;
  readonly day: Digits;
  readonly hour: Digits;
  readonly minute: Digits;
  readonly second: Digits;
  readonly half: Digits;
  readonly zone: Digits;
}

function instant(parts: Parts): number | null {
  const day = Number(parts.day);
  const hour = clockHour(Number(parts.hour ?? 0), parts.half);
  const minute = Number(parts.minute ?? 0);
  const second = Number(parts.second ?? 0);
  // 60 is a leap second (RFC 5322 §3.3).
  if (hour > 23 || minute > 59 || second > 60 || parts.year < 1900) return null;
  const local = Date.UTC(parts.year, parts.month, day, hour, minute, second);
  const midnight = new Date(Date.UTC(parts.year, parts.month, day));
  // Date.UTC takes 31 February for 3 March.
  if (midnight.getUTCMonth() !== parts.month || midnight.getUTCDate() !== day) return null;
  return local - zoneMinutes(parts.zone) * 60_000;
}

function clockHour(hour: number, half: Digits): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
}

function monthOf(name: Digits): number {
  return MONTHS.indexOf((name ?? "").toLowerCase());
}

/** Two and three digits are years since 1900 or 2000 (RFC 5322 §4.3). */
function fullYear(digits: Digits): number {
  const year = Number(digits);
  if (digits?.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits?.length === 3 ? 1900 + year : year;
}

function zoneMinutes(zone: Digits): number {
  if (zone === undefined) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{1,2}):?(\d{2})$/.exec(zone) ?? [];
  if (sign === undefined) return ZONES.get(zone.toUpperCase()) ?? 0;
  const total = Number(hours) * 60 + Number(minutes);
  // Offsets beyond a day are made up; RFC 5322 §3.3 wants them within 9959.
  return total > 24 * 60 ? 0 : sign === "-" ? -total : total;
}

/** Comments nest, and may stand anywhere. */
function stripComments(text: string): string {
  if (!text.includes("(")) return text;
  let depth = 0;
  let kept = "";
  for (const character of text) {
    if (character === "(") depth += 1;
    if (depth === 0) kept += character;
    if (character === ")" && depth > 0) depth -= 1;
  }
  return kept;
}
