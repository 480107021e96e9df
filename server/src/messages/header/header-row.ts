import { HEADER_COLUMNS, type HeaderRow } from "./header-columns.ts";
import { readFirstFields } from "./header-fields.ts";

/** Honest headers are a tenth of it; beyond it a message only wants to cost us time. */
const MAX_HEADER_OCTETS = 64 * 1024;

const COLUMNS = Object.entries(HEADER_COLUMNS);
const WANTED = new Set(COLUMNS.flatMap(([, { fields }]) => fields));

/**
 * Reads the fields of a list row, and nothing else. Never throws; the first of duplicate fields counts, as
 * in most clients, so that a second Subject or From cannot show one thing here and another there.
 */
export function parseHeaderRow(header: Buffer): HeaderRow {
  const fields = readFirstFields(header.subarray(0, MAX_HEADER_OCTETS), WANTED);
  const raw = (name: string) => fields.get(name) ?? "";
  const row: Record<string, unknown> = {};
  for (const [name, column] of COLUMNS) row[name] = column.read(raw);
  // The table has a column for each property of a row.
  return row as unknown as HeaderRow;
}
