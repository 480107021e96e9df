const UNITS = ["kB", "MB", "GB", "TB"] as const;

/** From here on a message counts as large: its size turns amber and opening it asks first. */
export const LARGE_OCTETS = 10_000_000;

/** Octets in decimal units, three digits at most: `812 B`, `4.2 kB`, `612 kB`, `24.8 MB`. */
export function formatOctets(octets: number | null): string {
  if (octets === null) return "? B";
  if (octets < 1000) return `${String(octets)} B`;
  let value = octets / 1000;
  let unit: (typeof UNITS)[number] = "kB";
  for (const next of UNITS.slice(1)) {
    if (value < 999.5) break;
    value /= 1000;
    unit = next;
  }
  // 4.2 kB, but 612 kB: a tenth of a kilobyte says nothing. Of a megabyte it does.
  const digits = value >= 100 || (unit === "kB" && value >= 9.95) ? 0 : 1;
  return `${value.toFixed(digits)} ${unit}`;
}
