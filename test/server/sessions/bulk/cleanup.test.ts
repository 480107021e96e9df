import type { Row } from "@popgate/shared/api/message";
import { MAX_PREVIEW_ROWS } from "@popgate/shared/api/bulk";
import { expect, test } from "vitest";
import { cleanupPreview } from "@popgate/server/sessions/bulk/cleanup";

const NOW = Date.UTC(2026, 5, 1);

function row(uid: string, facts: Partial<Row>): Row {
  return {
    uid,
    number: 1,
    octets: 1_000,
    loaded: true,
    subject: "",
    from: { name: "Ada", address: "ada@example.org" },
    to: [],
    date: NOW - 10 * 86_400_000,
    hasAttachments: false,
    seen: false,
    starred: false,
    isNew: false,
    marked: false,
    ...facts,
  };
}

const preview = (query: Parameters<typeof cleanupPreview>[0], ...rows: Row[]) =>
  cleanupPreview(query, { rows, isExported: () => false, now: NOW });

test("a header that is not known is told, unless the size alone decides", () => {
  const unread = { loaded: false, from: null, date: null };
  const rows = [row("small", { ...unread, octets: 10 }), row("large", { ...unread, octets: 5_000 })];
  expect(preview({ olderThanDays: 5 }, ...rows)).toMatchObject({ uids: [], unknown: 2 });
  expect(preview({ olderThanDays: 5, largerThan: 1_000 }, ...rows)).toMatchObject({ uids: [], unknown: 1 });
  expect(preview({ largerThan: 1_000 }, ...rows)).toMatchObject({
    uids: ["large"],
    octets: 5_000,
    unknown: 0,
  });
});

test("what bears no date is not old, and what has no size not large", () => {
  expect(preview({ olderThanDays: 0 }, row("a", { date: null }))).toMatchObject({
    uids: [],
    withoutDate: 1,
    withoutSize: 0,
  });
  expect(preview({ largerThan: 0 }, row("a", { octets: null }))).toMatchObject({
    uids: [],
    withoutSize: 1,
    withoutDate: 0,
  });
});

test("every word of the sender must be there", () => {
  expect(preview({ from: "ada example" }, row("a", {})).uids).toEqual(["a"]);
  expect(preview({ from: "ada example.com" }, row("a", {})).uids).toEqual([]);
  expect(preview({ from: "ada" }, row("a", { from: null })).uids).toEqual([]);
});

test("a day is a whole day", () => {
  expect(preview({ olderThanDays: 10 }, row("a", {})).uids).toEqual([]);
  expect(preview({ olderThanDays: 9 }, row("a", {})).uids).toEqual(["a"]);
});

test("shows the first rows of what would be marked, newest first, and no more than a person reads", () => {
  const rows = Array.from({ length: MAX_PREVIEW_ROWS + 2 }, (_, index) => row(`m${index}`, {}));
  const { uids, first } = preview({ largerThan: 0 }, ...rows);
  expect(uids).toHaveLength(MAX_PREVIEW_ROWS + 2);
  expect(first.map(({ uid }) => uid)).toEqual(uids.slice(0, MAX_PREVIEW_ROWS));
});
