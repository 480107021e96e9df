/** As many as a person speaks; a longer header is no preference. */
const MAX_LANGUAGES = 10;
const MAX_HEADER_CHARACTERS = 500;
/** RFC 9110 §12.5.4: a range and how much it is wanted, from 0, not at all, to 1. */
const RANGE = /^([A-Za-z0-9-]{1,35}|\*)(?:\s*;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/;

/** The languages of an Accept-Language header, best first; none where there is no such header. */
export function readerLanguages(header: string | undefined): string[] {
  if (header === undefined || header.length > MAX_HEADER_CHARACTERS) return [];
  return header
    .split(",")
    .flatMap((entry) => {
      const match = RANGE.exec(entry.trim());
      return match === null ? [] : [{ range: match[1] ?? "", weight: Number(match[2] ?? 1) }];
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((left, right) => right.weight - left.weight)
    .slice(0, MAX_LANGUAGES)
    .map(({ range }) => range);
}
