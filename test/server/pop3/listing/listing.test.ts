import {
  listEntries,
  listingLimit,
  MAX_LISTING_LINES,
  parseStat,
  uidlEntries,
} from "@popgate/server/pop3/client/listing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writePieces } from "./sink-octets.ts";

function list(text: string, size?: number): (readonly [number, number | null])[] {
  const { sink, entries } = listEntries(() => 1_000);
  writePieces(sink, text, size);
  return entries.map(({ number, octets }) => [number, octets]);
}

function uidl(text: string, size?: number): (readonly [number, string])[] {
  const { sink, entries } = uidlEntries(() => 1_000);
  writePieces(sink, text, size);
  return entries.map(({ number, uniqueId }) => [number, uniqueId]);
}

describe("LIST", () => {
  test.each([
    [
      "1 120\r\n2 200\r\n",
      [
        [1, 120],
        [2, 200],
      ],
    ],
    ["", []],
    [
      "1 120\n2 200\n",
      [
        [1, 120],
        [2, 200],
      ],
    ],
    [
      "2 1\r\n5 2\r\n9 3\r\n",
      [
        [2, 1],
        [5, 2],
        [9, 3],
      ],
    ],
    [
      "9 3\r\n2 1\r\n",
      [
        [9, 3],
        [2, 1],
      ],
    ],
    ["  1   120  \r\n", [[1, 120]]],
    ["1\t120\r\n", [[1, 120]]],
    ["1 120 extra words\r\n", [[1, 120]]],
    ["1\r\n", [[1, null]]],
    ["1 \r\n", [[1, null]]],
    ["1 -2147483648\r\n", [[1, null]]],
    ["1 4294967296\r\n", [[1, 4_294_967_296]]],
    ["1 9007199254740991\r\n", [[1, 9_007_199_254_740_991]]],
    ["1 9007199254740992\r\n", [[1, null]]],
    [`1 ${"9".repeat(400)}\r\n`, [[1, null]]],
    ["1 0\r\n", [[1, 0]]],
    ["1 1e3\r\n", [[1, 1]]],
    ["0 10\r\n", []],
    ["-1 10\r\n", []],
    ["99999999999 10\r\n", []],
    ["a remark\r\n", []],
    ["1st 10\r\n", []],
    ["\r\n\r\n", []],
    [
      "1 10\r\n\r\n2 20\r\n",
      [
        [1, 10],
        [2, 20],
      ],
    ],
  ] as const)("reads %j", (text, expected) => {
    for (const size of [undefined, 1, 2, 3]) expect(list(text, size)).toEqual(expected);
  });
});

describe("UIDL", () => {
  const long = "x".repeat(500);

  test.each([
    ["1 whqtswO00WBw418f9t5JxYwZ\r\n", [[1, "whqtswO00WBw418f9t5JxYwZ"]]],
    ["1 a/b/../c\r\n", [[1, "a/b/../c"]]],
    [`1 ${long}\r\n`, [[1, long]]],
    ["1    many blanks before\r\n", [[1, "many blanks before"]]],
    ["1\ta\r\n", [[1, "a"]]],
    ["1 trailing \t \r\n", [[1, "trailing"]]],
    ["1\r\n", [[1, ""]]],
    ["1 \r\n", [[1, ""]]],
    [
      "1 twin\r\n2 twin\r\n",
      [
        [1, "twin"],
        [2, "twin"],
      ],
    ],
    ["1 \x80\xff\r\n", [[1, "\x80\xff"]]],
    ["1 ends-with-\xa0\r\n", [[1, "ends-with-\xa0"]]],
    ["1 with\0nul\r\n", [[1, "with\0nul"]]],
    ["1 2 3\r\n", [[1, "2 3"]]],
    ["no-number-here\r\n", []],
    ["0 zero\r\n", []],
    [
      "3 c\r\n1 a\r\n",
      [
        [3, "c"],
        [1, "a"],
      ],
    ],
    [
      "1 a\n2 b\n",
      [
        [1, "a"],
        [2, "b"],
      ],
    ],
  ] as const)("reads %j", (text, expected) => {
    for (const size of [undefined, 1, 2, 3]) expect(uidl(text, size)).toEqual(expected);
  });

  test("gives every unique-id of RFC 1939 back as it was sent, at any chunking", () => {
    const uniqueId = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((octet) => String.fromCharCode(octet)),
      minLength: 1,
      maxLength: 70,
    });
    fc.assert(
      fc.property(fc.array(uniqueId, { maxLength: 20 }), fc.integer({ min: 1, max: 50 }), (ids, size) => {
        const text = ids.map((id, index) => `${index * 3 + 1} ${id}\r\n`).join("");
        expect(uidl(text, size)).toEqual(ids.map((id, index) => [index * 3 + 1, id]));
      }),
    );
  });
});

describe("STAT", () => {
  test.each([
    ["2 320", { messages: 2, octets: 320 }],
    ["0 0", { messages: 0, octets: 0 }],
    [" 2   320 ", { messages: 2, octets: 320 }],
    ["2 320 and more", { messages: 2, octets: 320 }],
    ["2", { messages: 2, octets: null }],
    ["3 -2147483000", { messages: 3, octets: null }],
    ["3 99999999999999999999", { messages: 3, octets: null }],
    ["3 messages", { messages: 3, octets: null }],
    ["", undefined],
    ["none", undefined],
    ["-1 5", undefined],
    ["12345678901 5", undefined],
  ] as const)("reads %j", (text, expected) => {
    expect(parseStat(text)).toEqual(expected);
  });

  test("allows a listing some lines more than it counted, and never more than the greatest maildrop", () => {
    expect(listingLimit(0)).toBeGreaterThan(0);
    expect(listingLimit(10)).toBeGreaterThan(10);
    expect(listingLimit(9_999_999_999)).toBe(MAX_LISTING_LINES);
  });
});
