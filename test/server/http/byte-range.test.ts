import { wantedRange } from "@popgate/server/http/byte-range";
import { expect, test } from "vitest";

const ETAG = '"abc"';
const part = (start: number, end: number) => ({ kind: "part", start, end });
const WHOLE = { kind: "whole" };
const UNSATISFIABLE = { kind: "unsatisfiable" };

test.each([
  [undefined, WHOLE],
  ["bytes=0-", part(0, 100)],
  ["bytes=0-0", part(0, 1)],
  ["bytes=10-19", part(10, 20)],
  ["bytes=90-500", part(90, 100)],
  ["bytes=-10", part(90, 100)],
  ["bytes=-500", part(0, 100)],
  ["bytes= 1 - 2 ", part(1, 3)],
  ["bytes=100-", UNSATISFIABLE],
  ["bytes=-0", UNSATISFIABLE],
  ["bytes=20-10", WHOLE],
  ["bytes=0-1,5-6", WHOLE],
  ["bytes=-", WHOLE],
  ["lines=1-2", WHOLE],
  ["bytes=a-b", WHOLE],
  ["bytes=99999999999999999999-", WHOLE],
])("reads %j of a hundred octets", (range, expected) => {
  expect(wantedRange({ range, ifRange: undefined }, ETAG, 100)).toEqual(expected);
});

test.each([
  ['"abc"', part(1, 2)],
  ['"other"', WHOLE],
  ['W/"abc"', WHOLE],
  ["Tue, 1 Jul 2003 10:52:37 GMT", WHOLE],
])("goes on only where If-Range %j names these octets", (ifRange, expected) => {
  expect(wantedRange({ range: "bytes=1-1", ifRange }, ETAG, 100)).toEqual(expected);
});

test("of nothing there is no range", () => {
  expect(wantedRange({ range: "bytes=0-", ifRange: undefined }, ETAG, 0)).toEqual(UNSATISFIABLE);
});
