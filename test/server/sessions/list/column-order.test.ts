import fc from "fast-check";
import { expect, test } from "vitest";
import type { HeaderRow } from "@popgate/server/messages/header/header-columns";
import { parseHeaderRow } from "@popgate/server/messages/header/header-row";
import { ColumnOrder } from "@popgate/server/sessions/list/column-order";
import { sortKey, type SortedRow } from "@popgate/server/sessions/list/sort-key";

type SortedFacts = HeaderRow & { readonly octets: number | null };

const NOTHING: SortedFacts = { ...parseHeaderRow(Buffer.alloc(0)), octets: null };

function rowOf(facts: SortedFacts): SortedRow {
  return { octets: facts.octets, header: (name) => facts[name] };
}

function orderOf(facts: SortedFacts[], sort: "date" | "from" | "subject" | "size", order: "asc" | "desc") {
  const messages = facts.map((_, place) => ({ uid: `m${place}`, number: place + 1, octets: 1, sharedBy: 1 }));
  return new ColumnOrder(messages, { sort, order }, ({ number }) => rowOf(facts[number - 1] ?? NOTHING));
}

const subjects = (...texts: string[]) => texts.map((subject) => ({ ...NOTHING, subject }));
const sorted = (...texts: string[]) =>
  [...orderOf(subjects(...texts), "subject", "asc").order].map((place) => texts[place]);

test("capitals, accents and answers do not count", () => {
  expect(sorted("zebra", "Re: Apple", "Ärger", "banana", "AW: Übung", "Fwd: Re: berry")).toEqual([
    "Re: Apple",
    "Ärger",
    "banana",
    "Fwd: Re: berry",
    "AW: Übung",
    "zebra",
  ]);
});

test("numbers in a text sort by their value", () => {
  expect(sorted("Invoice 10", "Invoice 9", "Invoice 0100", "Invoice 99 b", "Invoice")).toEqual([
    "Invoice",
    "Invoice 9",
    "Invoice 10",
    "Invoice 99 b",
    "Invoice 0100",
  ]);
});

test.each(["asc", "desc"] as const)(
  "equal rows are newest first, and those that do not tell last: %s",
  (order) => {
    expect(orderOf(subjects("", "a", "", "A", "b"), "subject", order).order).toEqual(
      order === "asc" ? [3, 1, 4, 2, 0] : [4, 3, 1, 2, 0],
    );
  },
);

test("dates before 1970 and beyond the year 9999 are in order", () => {
  const dates = [0, -62_000_000_000_000, 300_000_000_000_000, null, 1_700_000_000_000];
  const facts = dates.map((date) => ({ ...NOTHING, date }));
  expect(orderOf(facts, "date", "asc").order).toEqual([1, 0, 4, 2, 3]);
  expect(orderOf(facts, "date", "desc").order).toEqual([2, 4, 0, 1, 3]);
});

test("a key stays short, whatever somebody writes into a subject", () => {
  const key = sortKey(rowOf({ ...NOTHING, subject: "\u{fdfa}".repeat(1000) }), "subject");
  expect(String(key).length).toBeLessThanOrEqual(120);
});

test("rows that changed one by one end up where sorting everything puts them", () => {
  const column = fc.constantFrom("date", "from", "subject", "size");
  const fact = fc.record({
    date: fc.option(fc.integer({ min: -3, max: 3 })),
    octets: fc.option(fc.nat(3)),
    from: fc.option(
      fc.record({ name: fc.constantFrom("", "a", "B"), address: fc.constantFrom("", "c", "d2") }),
    ),
    subject: fc.constantFrom("", "a", "Re: a", "b 2", "b 10"),
  });
  const row = fact.map((changed) => ({ ...NOTHING, ...changed }));
  const facts = fc.array(row, { minLength: 1, maxLength: 12 });
  const changes = fc.array(fc.tuple(fc.nat(11), row), { maxLength: 6 });
  fc.assert(
    fc.property(facts, changes, column, fc.constantFrom("asc", "desc"), (before, later, sort, order) => {
      const now = [...before];
      const repaired = orderOf(now, sort, order);
      void repaired.order;
      for (const [place, changed] of later) {
        if (place >= now.length) continue;
        now[place] = changed;
        repaired.changed(place);
      }
      expect(repaired.order).toEqual(orderOf(now, sort, order).order);
    }),
  );
});
