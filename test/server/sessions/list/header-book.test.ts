import { expect, test } from "vitest";
import { Maildrop } from "@popgate/server/maildrop/maildrop";
import { parseHeaderRow } from "@popgate/server/messages/header/header-row";
import { HeaderBook } from "@popgate/server/sessions/list/header-book";
import { Rows } from "@popgate/server/sessions/list/rows";

const row = (characters: number) => parseHeaderRow(Buffer.from(`Subject: ${"x".repeat(characters)}\r\n\r\n`));

test("holds no more text than its bound, and drops what was read longest ago", () => {
  const book = new HeaderBook(1_000);
  for (const uid of ["a", "b", "c"]) book.set(uid, row(300));
  expect(book.has("a")).toBe(false);
  expect([book.has("b"), book.has("c")]).toEqual([true, true]);
  expect(book.hasRoom).toBe(true);
  book.set("d", row(250));
  expect(book.size).toBe(2);
});

test("counts a row that was read again once, and gives back what a dropped one held", () => {
  const book = new HeaderBook(1_000);
  for (let time = 0; time < 100; time += 1) book.set("a", row(300));
  book.set("b", row(300));
  expect(book.size).toBe(2);
  book.keep((uid) => uid === "b");
  expect(book.size).toBe(1);
  for (const uid of ["c", "d"]) book.set(uid, row(100));
  expect(book.size).toBe(3);
});

test("keeps the one that is longer than the bound, since somebody looks at it", () => {
  const book = new HeaderBook(200);
  book.set("a", row(10));
  book.set("b", row(900));
  expect([book.has("a"), book.has("b"), book.hasRoom]).toEqual([false, true, false]);
});

test("a row that was pushed out is shown as not loaded, and counted so", () => {
  const messages = ["a", "b", "c"].map((uid, index) => ({
    uid,
    number: index + 1,
    octets: 1,
    sharedBy: 1,
  }));
  const rows = new Rows(() => false, 0, new HeaderBook(1_000));
  rows.adopt(new Maildrop(messages, false));
  for (const { uid } of messages) rows.learn(uid, row(300));
  expect(rows.loaded).toBe(2);
  expect(rows.row("a")).toMatchObject({ loaded: false, subject: "" });
  rows.learn("a", row(300));
  expect(rows.row("a")).toMatchObject({ loaded: true });
  expect(rows.row("b")).toMatchObject({ loaded: false });
});
