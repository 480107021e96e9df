/** Three aligned lines are a table; two may be chance. */
const TABLE_LINES = 3;

/**
 * Whether a text sets columns with blanks, tabs or drawn lines: it was written for a typewriter face and is crooked in any
 * other.
 */
export function isTabular(text: string): boolean {
  let run = 0;
  for (const line of text.split("\n")) {
    run = /\S(?: {3,}|\t+)\S|[\u2500-\u257f]|[-+=|_]{8,}/.test(line) ? run + 1 : 0;
    if (run >= TABLE_LINES) return true;
  }
  return false;
}
