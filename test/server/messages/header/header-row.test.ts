import { parseHeaderRow } from "@popgate/server/messages/header/header-row";
import { shortHash } from "@popgate/server/messages/header/message-ids";
import fc from "fast-check";
import { expect, test } from "vitest";
import { mail } from "../stored.ts";
import { EVEN_GROWTH, growth } from "../../../support/growth.ts";

const row = (...lines: string[]) => parseHeaderRow(Buffer.from(mail(...lines)));

test("reads the six fields of an ordinary header", () => {
  const header = [
    "Received: from a by b; Tue, 1 Jul 2003 10:00:00 +0000",
    "From: Ada Lovelace <ada@example.org>",
    'To: "Babbage, Charles" <cb@example.org>, mary@example.com',
    "Subject: The engine",
    "Date: Tue, 1 Jul 2003 10:52:37 +0200",
    "Message-ID: <1@example.org>",
    "Content-Type: multipart/mixed; boundary=x",
    "",
    "Subject: in the body",
  ];
  expect(row(...header)).toEqual({
    subject: "The engine",
    from: { name: "Ada Lovelace", address: "ada@example.org" },
    to: [
      { name: "Babbage, Charles", address: "cb@example.org" },
      { name: "", address: "mary@example.com" },
    ],
    date: Date.UTC(2003, 6, 1, 8, 52, 37),
    hasAttachments: true,
    ids: { id: shortHash("<1@example.org>"), references: [] },
  });
});

test("an empty header gives an empty row", () => {
  const ids = { id: 0, references: [] };
  const nothing = { subject: "", from: null, to: [], date: null, hasAttachments: false, ids };
  expect(parseHeaderRow(Buffer.alloc(0))).toEqual(nothing);
  expect(row("", "Subject: body")).toEqual(nothing);
});

test("the first of duplicate fields counts", () => {
  const { subject, from, date } = row(
    "Subject: one",
    "From: a@example.org",
    "Date: Tue, 1 Jul 2003 00:00:00 +0000",
    "Subject: two",
    "From: b@example.org",
    "Date: Wed, 2 Jul 2003 00:00:00 +0000",
  );
  expect([subject, from?.address, date]).toEqual(["one", "a@example.org", Date.UTC(2003, 6, 1)]);
});

test.each([
  ["=?utf-8?B?R3LDvMOfZQ==?= aus =?utf-8?Q?M=C3=BCnchen?=", "Grüße aus München"],
  ["=?utf-8?Q?two_?=\r\n =?utf-8?Q?words?=", "two words"],
  ["=?utf-8?B?8J+Y?= =?utf-8?B?gA==?=", "😀"],
  ["=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本"],
  ["=?iso-8859-1?q?caf=E9?=", "café"],
  ["=?windows-1251?B?z/Do4uXy?=", "Привет"],
  ["=?koi8-r?B?8NLJ18XU?=", "Привет"],
  ["=?gb2312?B?xOO6ww==?=", "你好"],
  ["=?utf-8*de?Q?Stra=C3=9Fe?=", "Straße"],
  ["=?nonsense-99?Q?abc?=", "abc"],
  ["folded\r\n\tonce\r\n  twice", "folded\tonce  twice".replace("\t", " ")],
  ["=?utf-8?Q?line=0D=0ABcc:_x?=", "line Bcc: x"],
  ["a\u202Egnp.exe", "a gnp.exe"],
  ["=?broken", "=?broken"],
])("decodes the subject %j", (written, shown) => {
  expect(row(`Subject: ${written}`, "").subject).toBe(shown);
});

test("raw octets: UTF-8, else windows-1252, also its quotes and euro", () => {
  expect(row("Subject: Grüße").subject).toBe("Grüße");
  expect(parseHeaderRow(Buffer.from("Subject: \x93caf\xe9\x94 5 \x80\r\n", "latin1")).subject).toBe(
    "“café” 5 €",
  );
});

test("raw ISO-2022-JP, as old Japanese mailers sent it", () => {
  expect(parseHeaderRow(Buffer.from("Subject: \x1b$BF|K\\\x1b(B\r\n", "latin1")).subject).toBe("日本");
});

test.each([
  ["multipart/mixed; boundary=a", true],
  ["application/pdf", true],
  ["image/png", true],
  ["multipart/alternative; boundary=a", false],
  ["text/plain", false],
])("guesses attachments from %s", (type, expected) => {
  expect(row(`Content-Type: ${type}`).hasAttachments).toBe(expected);
});

test("reads a header that ends anywhere, at every octet", () => {
  const header = Buffer.from(
    mail("From: A <a@example.org>", "Subject: =?utf-8?Q?a=C3=A4?=", "To: b@example.org", ""),
  );
  for (let end = 0; end <= header.length; end += 1)
    expect(() => parseHeaderRow(header.subarray(0, end))).not.toThrow();
});

test("is patient with bare line feeds, mbox lines and garbage between the fields", () => {
  const header =
    "From a@b Tue Jul 1 2003\nSubject: yes\n\u0000\u0001\nno colon here\n: nothing\nFrom: a@example.org\n\n";
  const { subject, from } = parseHeaderRow(Buffer.from(header));
  expect([subject, from?.address]).toEqual(["yes", "a@example.org"]);
});

test("never throws, and what it gives fits the list, whatever the octets", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 2000 }),
      fc.constantFrom("", "Subject: ", "From: ", "To: =?utf-8?B?", "Date: "),
      (octets, start) => {
        const parsed = parseHeaderRow(Buffer.concat([Buffer.from(start), octets]));
        expect(parsed.subject).not.toMatch(/[\u0000-\u001f\u007f]/);
        expect(parsed.to.length).toBeLessThanOrEqual(10);
        expect(parsed.date === null || Number.isFinite(parsed.date)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  '"',
  "<",
  "(",
  "\\",
  ":",
  ",",
  "a@b ",
  "=?",
  "=?utf-8?Q?",
  "=?utf-8?Q?=41?= ",
  " ",
  "\r\n ",
  "a\n",
  "x",
])("does not slow down on a field full of %j", async (piece) => {
  const ratio = await growth(60_000, (octets) => {
    const field = piece.repeat(Math.ceil(octets / piece.length));
    for (const name of ["From", "To", "Subject", "Date"]) parseHeaderRow(Buffer.from(`${name}: ${field}`));
  });
  expect(ratio).toBeLessThan(EVEN_GROWTH);
});
