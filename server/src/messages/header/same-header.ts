import type { HeaderRow } from "./header-columns.ts";
import { parseHeaderRow } from "./header-row.ts";

/**
 * Whether a header is that of a row, as far as the row shows it. Servers add fields of their own to what they send,
 * so no others are compared.
 */
export function isHeaderOfRow(row: HeaderRow, header: Buffer): boolean {
  return shown(parseHeaderRow(header)) === shown(row);
}

function shown({ subject, from, date, ids }: HeaderRow): string {
  return JSON.stringify([subject, from, date, ids]);
}
