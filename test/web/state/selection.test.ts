import {
  emptyList,
  withPage,
  withQuery,
  type ListQuery,
  type ListView,
} from "@popgate/web/state/mailbox/list-view";
import {
  EMPTY_SELECTION,
  extended,
  inView,
  selectionOctets,
  toggled,
  withoutUids,
  withUids,
} from "@popgate/web/state/mailbox/selection";
import { expect, test } from "vitest";
import { samplePage } from "./samples.ts";

const empty = emptyList(300, 1);
const list: ListView = withPage(
  empty,
  { query: empty.query, index: 0, freshness: 0 },
  samplePage(["a", "b", "c", "d", "e"]),
);
const uids = (selection: { readonly uids: ReadonlySet<string> }): string[] => [...selection.uids].toSorted();

test("one more and one less", () => {
  const two = toggled(toggled(EMPTY_SELECTION, "a"), "c");
  expect(uids(two)).toEqual(["a", "c"]);
  expect(uids(toggled(two, "a"))).toEqual(["c"]);
});

test("a range goes from the last single choice to the row, in either direction, beside what was chosen", () => {
  const b = toggled(EMPTY_SELECTION, "b");
  expect(uids(extended(b, list, "d"))).toEqual(["b", "c", "d"]);
  expect(uids(extended(extended(b, list, "d"), list, "a"))).toEqual(["a", "b", "c", "d"]);
});

test("without an anchor in the list a range is the row alone, and begins there", () => {
  const one = extended(withUids(EMPTY_SELECTION, ["gone"], "gone"), list, "c");
  expect(uids(one)).toEqual(["c", "gone"]);
  expect(uids(extended(one, list, "d"))).toEqual(["c", "d", "gone"]);
});

test("what left the maildrop is not chosen any more, and nothing else changes", () => {
  const two = withUids(EMPTY_SELECTION, ["a", "b"]);
  expect(uids(withoutUids(two, ["a", "x"]))).toEqual(["b"]);
  expect(withoutUids(two, ["x"])).toBe(two);
});

function narrowed(change: Partial<ListQuery>, found: readonly string[], total = found.length): string[] {
  const query = { ...list.query, ...change };
  const asked = withQuery(list, query);
  const request = { query, index: 0, freshness: asked.freshness };
  const after = withPage(asked, request, samplePage(found, { total }));
  return uids(inView(withUids(EMPTY_SELECTION, ["a", "b", "far"]), asked, after));
}

test("what another search or filter does not show is not chosen any more", () => {
  expect(narrowed({ q: "zzzz" }, [])).toEqual([]);
  expect(narrowed({ filter: "unread" }, ["b", "e"])).toEqual(["b"]);
  expect(narrowed({ q: "long" }, ["a", "c"], 250)).toEqual(["a"]);
});

test("another order, and the way back to all, leave the selection as it is", () => {
  expect(narrowed({ sort: "size" }, ["e", "d"], 300)).toEqual(["a", "b", "far"]);
  expect(narrowed({ q: " " }, ["e", "d"])).toEqual(["a", "b", "far"]);
});

test("a row that has left the filter is not chosen any more; of a long list nobody can tell", () => {
  const query = { ...list.query, filter: "unread" as const };
  const request = { query, index: 0, freshness: 1 };
  const again = (total: number, items: readonly string[]): readonly [ListView, ListView] => {
    const before = withPage(withQuery(list, query), request, samplePage(["a", "b"], { total }));
    return [before, withPage(before, request, samplePage(items, { total: total - 1 }))];
  };
  const both = withUids(EMPTY_SELECTION, ["a", "b"]);
  expect(uids(inView(both, ...again(2, ["b"])))).toEqual(["b"]);
  expect(uids(inView(both, ...again(250, ["b"])))).toEqual(["a", "b"]);
});

test("octets are summed up where each row is held, and not guessed where one is not", () => {
  expect(selectionOctets(withUids(EMPTY_SELECTION, ["a", "b"]), list)).toBe(2000);
  expect(selectionOctets(withUids(EMPTY_SELECTION, ["a", "far"]), list)).toBeUndefined();
  const told = { ...withUids(EMPTY_SELECTION, ["a", "far"]), octets: 7 };
  expect(selectionOctets(told, list)).toBe(7);
  expect(selectionOctets(toggled(told, "b"), list)).toBeUndefined();
});
