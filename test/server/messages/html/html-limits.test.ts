import { MAX_ELEMENTS, MAX_IMAGES } from "@popgate/server/messages/html/cut-html";
import { htmlDocument } from "@popgate/server/messages/html/html-document";
import { MessageReader } from "@popgate/server/messages/thread/message-reader";
import { afterAll, expect, test } from "vitest";
import { PNG } from "../../../corpus/structures.ts";
import { mail, stored } from "../stored.ts";

const rules = { allowImages: true, theme: "light", partUrl: () => undefined } as const;
const shown = (html: string, partUrl: (id: string) => string | undefined = () => undefined) =>
  htmlDocument(html, { ...rules, partUrl }).html;
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
const GOES_ON = "The message goes on here";

/** A machine that is busy with other tests takes a multiple: what is tried here is the cutting, not the clock. */
const reader = new MessageReader({ limitMs: 60_000 });
afterAll(() => reader.close());

test("as many elements as are allowed are shown whole; of more the first ones, with a word", () => {
  const whole = shown("<b>x</b>".repeat(MAX_ELEMENTS));
  expect(count(whole, /<b>/g)).toBe(MAX_ELEMENTS);
  expect(whole).not.toContain(GOES_ON);
  const cut = shown("<b>x</b>".repeat(MAX_ELEMENTS + 1));
  expect(count(cut, /<b>/g)).toBe(MAX_ELEMENTS);
  expect(cut).toContain(GOES_ON);
});

test.each([
  ["</p>", /<p>/g],
  ["</BR>", /<br\b/g],
])("an element that is made by its end alone, %s, counts too", (end, made) => {
  const cut = shown(end.repeat(MAX_ELEMENTS + 1));
  expect(count(cut, made)).toBe(MAX_ELEMENTS);
  expect(cut).toContain(GOES_ON);
});

test("as many pictures as are allowed are asked for, and no more", () => {
  const img = '<img src="https://x.example/a">';
  expect(shown(img.repeat(MAX_IMAGES))).not.toContain(GOES_ON);
  const cut = shown(`<p>before</p>${img.repeat(MAX_IMAGES)}<IMG src="https://x.example/last">`);
  expect(count(cut, /<img /g)).toBe(MAX_IMAGES);
  expect(cut).not.toContain("x.example/last");
  expect(cut).toContain(GOES_ON);
});

test("a cut within a table or a comment leaves a document that is whole", () => {
  const cut = shown(`<table><tr><td>${"<i>x".repeat(MAX_ELEMENTS)}`);
  expect(count(cut, /<\/table>/g)).toBe(1);
  const hidden = shown(`<p>words</p><!--${"<i>".repeat(MAX_ELEMENTS)}--><script>alert(1)</script>`);
  expect(hidden).toContain("<p>words</p>");
  expect(hidden).not.toContain("alert");
});

test("one picture of the mail that stands a thousand times is written out as often as there is room", () => {
  const picture = `data:image/png;base64,${Buffer.alloc(1024 * 1024).toString("base64")}`;
  const cut = shown('<img src="cid:x">'.repeat(MAX_IMAGES), () => picture);
  expect(cut.length).toBeLessThan(25 * 1024 * 1024);
  expect(count(cut, /<img src=/g)).toBe(17);
  expect(cut).toContain(GOES_ON);
  expect(
    shown('<img src="cid:x">'.repeat(20), () => `data:image/png;base64,${PNG.toString("base64")}`),
  ).not.toContain(GOES_ON);
});

/** Whatever they are made of, they are as long as HTML may be. */
const MUCH = [
  { what: "elements that never end", piece: "<b>", isCut: true },
  { what: "elements side by side", piece: "<b></b>", isCut: true },
  { what: "pictures", piece: '<img src="https://x.example/a">', isCut: true },
  { what: "links", piece: '<a href="https://x.example/">x</a>', isCut: false },
  { what: "tables within tables", piece: "<table><tr><td>", isCut: true },
  { what: "cells whose rows do not end", piece: "<tr><p>", isCut: true },
];

test.each(MUCH)(
  "a megabyte of $what is cleaned in the thread, and told where it is shown in part",
  async ({ piece, isCut }) => {
    const body = piece.repeat(Math.floor((1024 * 1024) / piece.length));
    const raw = stored(mail("Subject: x", "Content-Type: text/html", "", body));
    const { notices } = await reader.read(raw, { uid: "u" });
    const document = await reader.render(raw, {
      allowImages: true,
      theme: "light",
      leave: { path: "/leave", key: Buffer.alloc(32) },
    });
    expect(document?.html).not.toContain("could not be shown");
    expect(document?.html.length).toBeLessThan(16 * 1024 * 1024);
    expect(document?.html.includes(GOES_ON)).toBe(isCut);
    expect(notices.some((notice) => notice.includes("shown in part"))).toBe(isCut);
  },
);

test("what hides from the count ends all the same: the thread's own limit is behind it", async () => {
  const raw = stored(mail("Content-Type: text/html", "", "<b><!--</b>-->".repeat(70_000)));
  const impatient = new MessageReader({ limitMs: 50 });
  const document = await impatient.render(raw, { allowImages: false, theme: "light" });
  expect(document?.html).toMatch(/could not be shown|goes on here/);
  await impatient.close();
});

test.each([
  ["<p>Hello</p><p>\u05e9\u05dc\u05d5\u05dd</p>", "ltr"],
  ["<p title=hello>42 &amp; \u05e9\u05dc\u05d5\u05dd</p>", "rtl"],
  ["<img alt=picture>1, 2, 3", "ltr"],
])("the document says which way its text goes, by its first letter: %s", (html, direction) => {
  expect(shown(html)).toContain(`<body dir="${direction}">`);
});

test("a long mail leaves no direction to be found out by the browser, and keeps those it tells", () => {
  const html = '<div dir="auto"><bdi>a</bdi><p dir="RTL">b</p></div>';
  expect(shown(html)).toContain('<div dir="auto"><bdi>a</bdi><p dir="RTL">b</p></div>');
  const long = shown(html + "<br>".repeat(MAX_ELEMENTS - 10));
  expect(long).toContain('<div><span>a</span><p dir="RTL">b</p></div>');
});
