import { emptyList, withPage, type MessageList } from "@popgate/web/state/message-list";
import {
  EMPTY_SELECTION,
  extended,
  selectionOctets,
  toggled,
  withoutUids,
  withUids,
} from "@popgate/web/state/selection";
import { expect, test } from "vitest";
import { samplePage } from "./samples.ts";

const empty = emptyList(300, 1);
const list: MessageList = withPage(
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

test("octets are summed up where each row is held, and not guessed where one is not", () => {
  expect(selectionOctets(withUids(EMPTY_SELECTION, ["a", "b"]), list)).toBe(2000);
  expect(selectionOctets(withUids(EMPTY_SELECTION, ["a", "far"]), list)).toBeUndefined();
  const told = { ...withUids(EMPTY_SELECTION, ["a", "far"]), octets: 7 };
  expect(selectionOctets(told, list)).toBe(7);
  expect(selectionOctets(toggled(told, "b"), list)).toBeUndefined();
});
