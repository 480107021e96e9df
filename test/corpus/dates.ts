import { entry, type CorpusEntry } from "./entry.ts";

/** [what stands in the Date field, the instant in UTC]; null is "no date", never now. */
const DATES: readonly (readonly [written: string, expected: string | null])[] = [
  ["Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01T08:52:37.000Z"],
  ["1 Jul 2003 10:52:37 +0200", "2003-07-01T08:52:37.000Z"],
  ["Tue, 1 Jul 2003 10:52 +0200", "2003-07-01T08:52:00.000Z"],
  ["Tue, 1 Jul 2003 10:52:37 +0200 (CEST)", "2003-07-01T08:52:37.000Z"],
  ["Tue, (a (nested) comment) 1 Jul 2003 10:52:37 GMT", "2003-07-01T10:52:37.000Z"],
  ["Tue, 1 Jul 03 10:52:37 GMT", "2003-07-01T10:52:37.000Z"],
  ["Tue, 1 Jul 103 10:52:37 GMT", "2003-07-01T10:52:37.000Z"],
  ["Tue, 1 Jul 2003 10:52:37 EST", "2003-07-01T15:52:37.000Z"],
  ["Tue, 1 Jul 2003 10:52:37 -0000", "2003-07-01T10:52:37.000Z"],
  ["Tue, 1 Jul 2003 10:52:37", "2003-07-01T10:52:37.000Z"],
  ["Tue Jul  1 10:52:37 2003", "2003-07-01T10:52:37.000Z"],
  ["2003-07-01T10:52:37Z", "2003-07-01T10:52:37.000Z"],
  ["2003-07-01 10:52:37 +0200", "2003-07-01T08:52:37.000Z"],
  ["Tue, 01-Jul-2003 10:52:37 GMT", "2003-07-01T10:52:37.000Z"],
  ["tue, 1 jul 2003 10:52:37 gmt", "2003-07-01T10:52:37.000Z"],
  ["Tue,1 Jul 2003 10:52:37 +0200", "2003-07-01T08:52:37.000Z"],
  ["Tuesday, 1 July 2003 10:52:37 +0200", "2003-07-01T08:52:37.000Z"],
  ["Tue, 1 Jul 2003 10.52.37 +0200", "2003-07-01T08:52:37.000Z"],
  ["Tue, 1 Jul 2003 10:52:60 GMT", "2003-07-01T10:53:00.000Z"],
  ["Tue, 1 Jul 2003 1:02:03 PM +0000", "2003-07-01T13:02:03.000Z"],
  ["Tue, 31 Feb 2003 10:52:37 GMT", null],
  ["Tue, 1 Jul 2003 25:00:00 GMT", null],
  ["Tue, 1 Foo 2003 10:52:37 GMT", null],
  ["yesterday", null],
  ["Thu, 1 Jan 0001 00:00:00 GMT", null],
  ["", null],
  ["1057049557", null],
  ["%DATE%", null],
];

export const DATE_FIELDS: readonly CorpusEntry[] = DATES.map(([written, expected]) =>
  entry(
    `date: ${written === "" ? "empty" : written}`,
    Buffer.from(`Date: ${written}\r\nSubject: s\r\n\r\nx`),
    {
      date: expected,
      notices: expected === null ? ["no valid date"] : [],
    },
  ),
);
