import fc from "fast-check";
import { expect, test } from "vitest";
import { HEADER_COLUMNS, type HeaderRow } from "@popgate/server/messages/header/header-columns";
import { packRow, unpackColumn, unpackRow } from "@popgate/server/messages/header/packed-row";

/** Any text that a header may give: ASCII, other letters, halves of surrogate pairs. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }),
);
const address = fc.record({ name: text, address: text });
const hash = fc.nat(2 ** 31 - 1).map((part) => part * 2 ** 21 + 1);
const row: fc.Arbitrary<HeaderRow> = fc.record({
  subject: text,
  from: fc.option(address),
  to: fc.array(address, { maxLength: 10 }),
  date: fc.option(fc.integer({ min: -8.64e15, max: 8.64e15 })),
  hasAttachments: fc.boolean(),
  ids: fc.record({ id: hash, references: fc.array(hash, { maxLength: 6 }) }),
});
const NAMES = Object.keys(HEADER_COLUMNS) as (keyof HeaderRow)[];

test("a row that was packed is the same row", () => {
  fc.assert(
    fc.property(row, (each) => {
      expect(unpackRow(packRow(each))).toEqual(each);
    }),
  );
});

test("each column is found without the others", () => {
  fc.assert(
    fc.property(row, fc.constantFrom(...NAMES), (each, name) => {
      expect(unpackColumn(packRow(each), name)).toEqual(each[name]);
    }),
  );
});

test("rows do not share what they are packed in", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      const packed = rows.map((each) => packRow(each));
      expect(packed.map((each) => unpackRow(each))).toEqual(rows);
    }),
  );
});

test("the longest row that a header can give is kept whole", () => {
  const long = { name: "\u{1f4e8}".repeat(160), address: "ж".repeat(320) };
  const longest: HeaderRow = {
    subject: "件".repeat(1000),
    from: long,
    to: Array.from({ length: 10 }, () => long),
    date: 0,
    hasAttachments: true,
    ids: { id: 2 ** 52, references: Array.from({ length: 6 }, (_, nth) => nth) },
  };
  expect(unpackRow(packRow(longest))).toEqual(longest);
});
