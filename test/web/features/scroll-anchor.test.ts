import { movedBy } from "@popgate/web/features/message-list/use-scroll-anchor";
import { DEFAULT_QUERY, emptyList, withPage, type ListView } from "@popgate/web/state/mailbox/list-view";
import { expect, test } from "vitest";
import { samplePage } from "../state/samples.ts";

const uids = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, place) => `u${String(from + place)}`);
function listOf(generation: number, index: number, rows: readonly string[], total: number): ListView {
  const request = { query: DEFAULT_QUERY, index, freshness: 0 };
  return withPage(emptyList(total, generation), request, samplePage(rows, { generation, total }));
}
const seen = (list: string[], first: number) => ({
  generation: 1,
  query: DEFAULT_QUERY,
  rows: list.map((uid, place) => ({ uid, index: first + place })),
});

test("rows that come above move what is on screen by as many places", () => {
  const after = listOf(2, 0, ["n1", "n2", "n3", ...uids(1, 97)], 103);
  expect(movedBy(seen(uids(11, 20), 10), after, 10, 19)).toBe(3);
});

test("where the first row on screen is gone, the next one holds the place", () => {
  const after = listOf(2, 0, ["n1", ...uids(1, 10), ...uids(12, 60)], 60);
  expect(movedBy(seen(uids(11, 20), 10), after, 10, 19)).toBe(0);
});

test("it waits for the page in which the rows are", () => {
  const after = listOf(2, 0, ["n1", "n2", "n3", ...uids(1, 97)], 303);
  expect(movedBy(seen(uids(98, 107), 97), after, 97, 106)).toBeUndefined();
});

test("rows that are all gone hold nothing up", () => {
  expect(movedBy(seen(uids(11, 13), 10), listOf(2, 0, uids(21, 60), 40), 10, 12)).toBe(0);
});

test("the same reading, or another search, moves nothing", () => {
  const list = listOf(1, 0, ["n1", ...uids(1, 50)], 51);
  expect(movedBy(seen(uids(11, 13), 10), list, 10, 12)).toBe(0);
  const other = { ...seen(uids(11, 13), 10), query: { ...DEFAULT_QUERY, q: "x" } };
  expect(movedBy(other, { ...list, generation: 2 }, 10, 12)).toBe(0);
});
