import { HEADER_COLUMNS, type HeaderRow } from "./header-columns.ts";
import { PackedReader, PackedWriter, type Packing } from "./packing.ts";

/** A row as it is kept: one string in place of a dozen objects, and no part of the header that it was read from. */
export type PackedRow = string;

// The table keeps names and packings together; what is written and read is what the table's type says.
const COLUMNS = Object.entries(HEADER_COLUMNS) as unknown as readonly [
  keyof HeaderRow,
  { readonly packing: Packing<unknown> },
][];

/** One for all: nothing waits between the beginning and the end of a row. */
const writer = new PackedWriter();

export function packRow(row: HeaderRow): PackedRow {
  writer.begin();
  for (const [name, { packing }] of COLUMNS) packing.write(writer, row[name]);
  return writer.end();
}

export function unpackRow(packed: PackedRow): HeaderRow {
  const reader = new PackedReader(packed);
  const row: Partial<Record<keyof HeaderRow, unknown>> = {};
  for (const [name, { packing }] of COLUMNS) row[name] = packing.read(reader);
  return row as HeaderRow;
}

/** One column, without making the others: what a list is sorted and filtered by. */
export function unpackColumn<Name extends keyof HeaderRow>(packed: PackedRow, wanted: Name): HeaderRow[Name] {
  const reader = new PackedReader(packed);
  for (const [name, { packing }] of COLUMNS) {
    if (name === wanted) break;
    packing.skip(reader);
  }
  return HEADER_COLUMNS[wanted].packing.read(reader);
}
