import type { RowQuery } from "@popgate/shared/api/message";
import { RowQuery as RowQuerySchema } from "@popgate/shared/api/message";
import { expect, test } from "vitest";
import { Maildrop } from "@popgate/server/maildrop/maildrop";
import { parseHeaderRow } from "@popgate/server/messages/header/header-row";
import { Rows } from "@popgate/server/sessions/list/rows";

const ALL: RowQuery = { offset: 0, limit: 500, sort: "number", order: "desc", q: "", filter: "all" };

function rowsOf(headers: (string | undefined)[]): Rows {
  const rows = new Rows(() => false);
  const messages = headers.map((_, at) => ({ uid: `m${at + 1}`, number: at + 1, octets: at, sharedBy: 1 }));
  rows.adopt(new Maildrop(messages, false));
  for (const [at, header] of headers.entries()) {
    if (header !== undefined) rows.learn(`m${at + 1}`, parseHeaderRow(Buffer.from(`${header}\r\n\r\n`)));
  }
  return rows;
}

const HEADERS = [
  "Message-ID: <1@x>\r\nSubject: Lunch\r\nFrom: ada@example.org",
  "Message-ID: <2@x>\r\nSubject: Invoice\r\nFrom: billing@example.org",
  "Message-ID: <3@x>\r\nSubject: Re: Lunch\r\nIn-Reply-To: <1@x>\r\nFrom: bob@example.org",
  undefined,
];

const uidsOf = (rows: Rows, change: Partial<RowQuery>) =>
  rows.page({ ...ALL, ...change }).items.map(({ uid }) => uid);

test("threads are off until asked for", () => {
  const [row] = rowsOf(HEADERS).page(ALL).items;
  expect(row).not.toHaveProperty("threadId");
  expect(RowQuerySchema.parse({}).threads).toBeUndefined();
  expect(RowQuerySchema.parse({ threads: "true" }).threads).toBe(true);
  expect(RowQuerySchema.parse({ threads: "false" }).threads).toBe(false);
});

test("rows of a thread stand together and say how many they are", () => {
  const { items } = rowsOf(HEADERS).page({ ...ALL, threads: true });
  expect(items.map(({ uid, threadId, threadSize }) => [uid, threadId, threadSize])).toEqual([
    ["m4", "m4", 1],
    ["m1", "m1", 2],
    ["m3", "m1", 2],
    ["m2", "m2", 1],
  ]);
});

test("a thread that a filter hides in part still says how large it is", () => {
  const { items, total } = rowsOf(HEADERS).page({ ...ALL, threads: true, q: "bob" });
  expect(total).toBe(1);
  expect(items[0]).toMatchObject({ uid: "m3", threadId: "m1", threadSize: 2 });
});

test("a header that arrives moves its row into its thread, and to its place in the column", () => {
  const rows = rowsOf(HEADERS);
  expect(uidsOf(rows, { sort: "from", order: "asc" })).toEqual(["m1", "m2", "m3", "m4"]);
  expect(uidsOf(rows, { threads: true })).toEqual(["m4", "m1", "m3", "m2"]);
  rows.learn("m4", parseHeaderRow(Buffer.from("References: <2@x>\r\nFrom: aaron@example.org\r\n\r\n")));
  expect(uidsOf(rows, { sort: "from", order: "asc" })).toEqual(["m4", "m1", "m2", "m3"]);
  expect(uidsOf(rows, { threads: true })).toEqual(["m2", "m4", "m1", "m3"]);
});

test("sizes, numbers and chips that need no header know of every row at once", () => {
  const rows = rowsOf([undefined, undefined, undefined]);
  rows.patch("m2", { seen: true, starred: true });
  expect(uidsOf(rows, { sort: "size", order: "asc" })).toEqual(["m1", "m2", "m3"]);
  expect(uidsOf(rows, { filter: "unread" })).toEqual(["m3", "m1"]);
  expect(uidsOf(rows, { filter: "starred" })).toEqual(["m2"]);
  expect(uidsOf(rows, { filter: "attachments" })).toEqual([]);
});

test("what matches is known as a whole, and how many rows could not be judged", () => {
  const rows = rowsOf(HEADERS);
  const unread = rows.matching({ filter: "unread", q: "" });
  expect(unread.messages.map(({ uid }) => uid)).toEqual(["m4", "m3", "m2", "m1"]);
  expect(unread.unknown).toBe(0);
  const lunch = rows.matching({ filter: "all", q: "lunch" });
  expect(lunch.messages.map(({ uid }) => uid)).toEqual(["m3", "m1"]);
  expect(lunch.unknown).toBe(1);
});
