import { parseDateField } from "@popgate/server/messages/header/date-field";
import fc from "fast-check";
import { expect, test } from "vitest";

test.each([
  ["Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01T08:52:37.000Z"],
  ["1 Jul 2003 10:52 +0000", "2003-07-01T10:52:00.000Z"],
  ["Tue, 01 Jul 2003 10:52:37 -0000", "2003-07-01T10:52:37.000Z"],
  ["Tue, 1 Jul 2003 10:52:37 +0200 (CEST)", "2003-07-01T08:52:37.000Z"],
  ["Tue, 1 Jul 03 10:52:37 EST", "2003-07-01T15:52:37.000Z"],
  ["Tue, 1 Jul 97 10:52:37 GMT", "1997-07-01T10:52:37.000Z"],
  ["Tue, 1 Jul 103 10:52:37 GMT", "2003-07-01T10:52:37.000Z"],
  ["Tue,1-Jul-2003 10:52:37 GMT", "2003-07-01T10:52:37.000Z"],
  ["tuesday, 1 july 2003 10.52.37 Z", "2003-07-01T10:52:37.000Z"],
  ["Tue Jul  1 10:52:37 2003", "2003-07-01T10:52:37.000Z"],
  ["Tue Jul  1 10:52:37 PDT 2003", "2003-07-01T17:52:37.000Z"],
  ["Tue Jul  1 10:52:37 2003 +0100", "2003-07-01T09:52:37.000Z"],
  ["2003-07-01T10:52:37Z", "2003-07-01T10:52:37.000Z"],
  ["2003-07-01 10:52:37 +02:00", "2003-07-01T08:52:37.000Z"],
  ["Tue, 1 Jul 2003 10:52:37 PM +0000", "2003-07-01T22:52:37.000Z"],
  ["Tue, (comment (nested)) 1 Jul 2003 10:52:37 +0000", "2003-07-01T10:52:37.000Z"],
  ["29 Feb 2024 00:00:00 +0000", "2024-02-29T00:00:00.000Z"],
  ["Tue, 1 Jul 2003 23:59:60 +0000", "2003-07-02T00:00:00.000Z"],
])("reads %j", (written, expected) => {
  const date = parseDateField(written);
  expect(date === null ? null : new Date(date).toISOString()).toBe(expected);
});

test.each([
  "",
  "yesterday",
  "now",
  "Tue, 31 Feb 2003 10:52:37 +0000",
  "Tue, 29 Feb 2023 10:52:37 +0000",
  "Tue, 1 Foo 2003 10:52:37 +0000",
  "Tue, 1 Jul 2003 25:00:00 +0000",
  "Tue, 1 Jul 2003 10:99:00 +0000",
  "1 Jul 0001 10:00:00 +0000",
  "12345",
  "(".repeat(1000),
])("says that %j is no date, rather than now", (written) => {
  expect(parseDateField(written)).toBeNull();
});

test("never throws and is always a number or null", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const date = parseDateField(text);
      expect(date === null || Number.isFinite(date)).toBe(true);
    }),
  );
});
