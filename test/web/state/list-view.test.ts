import {
  DEFAULT_QUERY,
  emptyList,
  indexOf,
  MAX_PAGES,
  needsPage,
  PAGE_ROWS,
  staleList,
  uidAt,
  withPage,
  withQuery,
  withRows,
  type ListView,
} from "@popgate/web/state/mailbox/list-view";
import { expect, test } from "vitest";
import { samplePage, sampleRow } from "./samples.ts";

const uidsFrom = (start: number, count = PAGE_ROWS): string[] =>
  Array.from({ length: count }, (_, i) => `u${String(start + i)}`);

function take(list: ListView, index: number, reply = samplePage(uidsFrom(index * PAGE_ROWS))): ListView {
  return withPage(list, { query: list.query, index, freshness: list.freshness }, reply);
}

test("rows are found by their place and their place by the unique-id", () => {
  const list = take(take(emptyList(300, 1), 0), 2);
  expect(uidAt(list, 205)).toBe("u205");
  expect(indexOf(list, "u205")).toBe(205);
  expect(uidAt(list, 150)).toBeUndefined();
  expect(indexOf(list, "u150")).toBe(-1);
});

test("asks for pages that are not held, and for none beyond the end", () => {
  const list = take(emptyList(300, 1), 0);
  expect([0, 1, 2, 3].map((index) => needsPage(list, index))).toEqual([false, true, true, false]);
});

test("a new query keeps the old rows on screen until the first reply", () => {
  const asked = withQuery(take(emptyList(300, 1), 0), { ...DEFAULT_QUERY, filter: "unread" });
  expect(uidAt(asked, 0)).toBe("u0");
  expect(needsPage(asked, 0)).toBe(true);
  const answered = take(asked, 0, samplePage(["u7"], { total: 1 }));
  expect(answered.total).toBe(1);
  expect(uidAt(answered, 0)).toBe("u7");
});

test("a reply to a query that was changed meanwhile is dropped", () => {
  const first = emptyList(300, 1);
  const asked = withQuery(first, { ...DEFAULT_QUERY, q: "choir" });
  const request = { query: first.query, index: 0, freshness: first.freshness };
  expect(withPage(asked, request, samplePage(["u1"]))).toBe(asked);
});

test("pages of an older reading of the maildrop make room for the new one, and never come back", () => {
  const old = take(take(emptyList(300, 1), 0), 1);
  const fresh = take(staleList(old), 0, samplePage(["n1"], { generation: 2, total: 301 }));
  expect([...fresh.pages.keys()]).toEqual([0]);
  expect(fresh.total).toBe(301);
  expect(take(fresh, 1, samplePage(["u100"], { generation: 1 }))).toBe(fresh);
});

test("stale rows stay on screen and are asked for again", () => {
  const list = staleList(take(emptyList(300, 1), 0));
  expect(uidAt(list, 0)).toBe("u0");
  expect(needsPage(list, 0)).toBe(true);
  expect(needsPage(take(list, 0), 0)).toBe(false);
});

test("events change rows in place, and only those that are held", () => {
  const list = withRows(take(emptyList(300, 1), 0), [
    sampleRow("u3", { subject: "now read" }),
    sampleRow("u250", { subject: "far away" }),
  ]);
  expect(list.rows.get("u3")?.subject).toBe("now read");
  expect(list.rows.has("u250")).toBe(false);
  expect(needsPage(list, 0)).toBe(false);
});

test("a row that is told again as it is held changes nothing: it need not be drawn again", () => {
  const list = take(emptyList(300, 1), 0);
  const again = structuredClone(list.rows.get("u3"));
  expect(again && withRows(list, [again])).toBe(list);
});

test("headers that arrive may change an order by date: it is read again; an order by number stays", () => {
  const header = [sampleRow("u3", { loaded: true })];
  const unread = samplePage([], { items: [sampleRow("u3", { loaded: false })], total: 1 });
  const byNumber = withRows(take(emptyList(300, 1), 0, unread), header);
  expect(needsPage(byNumber, 0)).toBe(false);
  const asked = withQuery(emptyList(300, 1), { ...DEFAULT_QUERY, sort: "date" });
  const byDate = withRows(take(asked, 0, unread), header);
  expect(needsPage(byDate, 0)).toBe(true);
});

test("scrolling through 10,000 rows holds a bounded number of them, the nearest", () => {
  let list = emptyList(10_000, 1);
  for (let index = 0; index < 100; index += 1) {
    list = take(list, index, samplePage(uidsFrom(index * PAGE_ROWS), { total: 10_000 }));
  }
  expect(list.pages.size).toBe(MAX_PAGES);
  expect(list.rows.size).toBe(MAX_PAGES * PAGE_ROWS);
  expect(uidAt(list, 9_999)).toBe("u9999");
  expect(uidAt(list, 0)).toBeUndefined();
});

test("a row that comes alone keeps its thread, and a header that is read may join one", () => {
  const page = samplePage(["a", "b"], { total: 2 });
  const items = page.items.map((row) => ({ ...row, threadId: "a", threadSize: 2 }));
  const asked = withQuery(emptyList(2, 1), { ...DEFAULT_QUERY, threads: true });
  const list = take(asked, 0, { ...page, items });
  const starred = withRows(list, [sampleRow("b", { starred: true })]);
  expect(starred.rows.get("b")).toMatchObject({ starred: true, threadId: "a", threadSize: 2 });
  expect(starred.freshness).toBe(list.freshness);
  expect(withRows(list, [sampleRow("elsewhere")]).freshness).toBe(list.freshness + 1);
});

test("threads are another query: their pages are asked for anew", () => {
  const list = take(emptyList(300, 1), 0);
  expect(needsPage(withQuery(list, { ...DEFAULT_QUERY, threads: true }), 0)).toBe(true);
});
