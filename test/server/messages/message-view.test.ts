import { MAX_TEXT_OCTETS } from "@popgate/server/messages/message-body";
import { readMessage } from "@popgate/server/messages/message-view";
import fc from "fast-check";
import { expect, test } from "vitest";
import { PNG } from "../../corpus/structures.ts";
import { mail, stored } from "./stored.ts";
import { EVEN_GROWTH, growth } from "../../support/growth.ts";

const read = (content: string | Buffer) => readMessage(stored(content), { uid: "u" });

test("lists every header in its order, decoded and unfolded", async () => {
  const { headers } = await read(mail("X-One: 1", "Received: a", " b", "X-One: =?utf-8?Q?=C3=A4?=", "", "x"));
  expect(headers).toEqual([
    { name: "X-One", value: "1" },
    { name: "Received", value: "a b" },
    { name: "X-One", value: "ä" },
  ]);
});

test("tells when replies go elsewhere", async () => {
  const from = "From: A <a@example.org>";
  const other = await read(mail(from, "Reply-To: b@evil.example", "", ""));
  expect(other.trust.replyToDiffers).toBe(true);
  expect(other.replyTo).toEqual([{ name: "", address: "b@evil.example" }]);
  expect((await read(mail(from, "Reply-To: A@EXAMPLE.org", "", ""))).trust.replyToDiffers).toBe(false);
  expect((await read(mail(from, "", ""))).trust.replyToDiffers).toBe(false);
});

test("counts remote images, not own ones", async () => {
  const html =
    '<img src="https://x.example/a"><IMG SRC=http://x.example/b><img src="cid:x"><!-- <img src=http://c> -->';
  expect((await read(mail("Content-Type: text/html", "", html))).remoteImages).toBe(2);
});

test("says when a picture is too large to be shown in the text", async () => {
  const large = Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)]).toString("base64");
  const { notices } = await read(
    mail(
      "Content-Type: multipart/related; boundary=b",
      "",
      "--b",
      "Content-Type: text/html",
      "",
      "<img src=cid:a>",
      "--b",
      "Content-Type: image/png",
      "Content-ID: <a>",
      "Content-Transfer-Encoding: base64",
      "",
      large,
      "--b--",
    ),
  );
  expect(notices).toContain("some pictures are too large to be shown in the text: they can be saved");
});

test("cuts a long text at its limit, between characters, and says so", async () => {
  const view = await read(`\r\nx${"ä".repeat(MAX_TEXT_OCTETS)}`);
  expect(view.textTruncated).toBe(true);
  expect(view.text).toMatch(/^xä+$/);
  expect(Buffer.byteLength(view.text ?? "")).toBeLessThanOrEqual(MAX_TEXT_OCTETS);
  expect(view.notices).toContain("the text is long and was cut off");
});

test("caps a header of a megabyte, and reads what follows", async () => {
  const view = await read(
    mail("Subject: s", `X: ${"y".repeat(1024 * 1024)}`, "From: a@example.org", "", "body"),
  );
  expect(view).toMatchObject({ subject: "s", text: "body" });
  expect(view.notices).toContain("a header is too long and was cut off");
});

test("caps nesting: three thousand multiparts within each other", async () => {
  const nested = Array.from(
    { length: 3000 },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  );
  const { notices } = await read(`${nested.join("")}\r\nx`);
  expect(notices).toContain("parts are nested too deep");
});

test("caps parts: ten thousand beside each other", async () => {
  const part = "--b\r\nContent-Type: application/x\r\n\r\nx\r\n";
  const view = await read(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(10_000)}--b--`);
  expect(view.attachments).toHaveLength(1000);
  expect(view.notices).toContain("too many parts: the first 1000 are shown");
});

test.each([
  ["line breaks", 50_000, (count: number) => "<br>".repeat(count)],
  ["nested bold", 5_000, (count: number) => "<b>".repeat(count)],
  ["open tags", 125_000, (count: number) => "<".repeat(count)],
  ["comments", 100_000, (count: number) => "<!--".repeat(count)],
  ["attributes", 200_000, (count: number) => `<a ${"x ".repeat(count)}>`],
  ["style", 40_000, (count: number) => `<p style="${"color:red;".repeat(count)}">`],
  ["parentheses in style", 50_000, (count: number) => `<p style="width:${"calc(".repeat(count)}">`],
])("takes no more than its length for HTML of nothing but %s", async (_, size, html) => {
  const ratio = await growth(size, (count) => read(mail("Content-Type: text/html", "", html(count))));
  expect(ratio).toBeLessThan(EVEN_GROWTH);
});

test("stops when nobody waits any more", async () => {
  const signal = AbortSignal.abort(new Error("gone"));
  await expect(readMessage(stored("\r\nx"), { uid: "u", signal })).rejects.toThrow("gone");
});

const PIECES = [
  "\r\n",
  "\n",
  "--b",
  "--b--",
  "Content-Type: multipart/mixed; boundary=b",
  "Content-Type: text/html",
  "Content-Type: message/rfc822",
  "Content-Transfer-Encoding: base64",
  "Content-Transfer-Encoding: quoted-printable",
  "=",
  "=?utf-8?B?",
  "\u0000",
  "<img src=cid:",
  "charset=utf-16",
  " ",
  "\t",
  "YQ==",
];

test("never throws or hangs, whatever the octets", async () => {
  const octets = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
    fc
      .array(fc.oneof(fc.constantFrom(...PIECES), fc.string()), { maxLength: 60 })
      .map((all) => Buffer.from(all.join(""))),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((all) => Buffer.from(all.join("\r\n"))),
  );
  await fc.assert(
    fc.asyncProperty(octets, async (content) => {
      const view = await read(content);
      expect(view.octets).toBe(content.length);
    }),
    { numRuns: 400 },
  );
});
