/** Attachments are called "1", "2" …; every part that holds no others, bodies too, is "p1", "p2" … */
export function leafName(nth: number): string {
  return `p${nth}`;
}

/** The number of the part of this name; undefined for the name of an attachment. */
export function leafNumber(name: string): number | undefined {
  const [, digits] = /^p([1-9]\d{0,5})$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
