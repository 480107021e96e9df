import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { attachmentName } from "@popgate/server/messages/parts/attachment-name";
import type { StoredMessage } from "@popgate/server/messages/store/message-cache";
import { openPart } from "@popgate/server/messages/parts/part-stream";
import { expect, test } from "vitest";
import { mail, stored } from "../stored.ts";

const HEADER = Buffer.from(
  mail(
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "",
    "text",
    "--b",
    "Content-Type: application/pdf; name=a.pdf",
    "Content-Transfer-Encoding: base64",
    "",
    "",
  ),
);
const FOOTER = Buffer.from(mail("", "--b", "Content-Type: image/png; name=b.png", "", "second", "--b--"));

function withAttachment(content: Buffer): Buffer {
  const lines = content.toString("base64").replace(/.{1,76}/g, "$&\r\n");
  return Buffer.concat([HEADER, Buffer.from(lines), FOOTER]);
}

test("streams each attachment exactly", async () => {
  const content = randomBytes(300_001);
  const raw = stored(withAttachment(content));
  const first = await openPart(raw, "1");
  expect(first).toMatchObject({ filename: "a.pdf", contentType: "application/pdf" });
  expect(Buffer.concat((await first?.stream.toArray()) ?? []).equals(content)).toBe(true);
  const second = await openPart(raw, "2");
  expect(Buffer.concat((await second?.stream.toArray()) ?? []).toString()).toBe("second");
});

test.each(["0", "-1", "1.5", "", "__proto__", "99999999999999999999"])("has no part %j", async (part) => {
  expect(await openPart(stored(withAttachment(Buffer.from("x"))), part)).toBeUndefined();
});

/** A message of 150 MB that exists only while it is read. */
function hugeMessage(lines: number): StoredMessage & { given: () => number; isClosed: () => boolean } {
  const block = Buffer.from(`${"QUJD".repeat(19)}\r\n`.repeat(840));
  let given = 0;
  let isClosed = false;
  function* octets() {
    try {
      yield HEADER;
      for (let at = 0; at < lines; at += 1) {
        given += block.length;
        yield Buffer.from(block);
      }
      yield FOOTER;
    } finally {
      isClosed = true;
    }
  }
  const octetsInAll = HEADER.length + lines * block.length + FOOTER.length;
  const read = () => Readable.from(octets(), { objectMode: false });
  return { octets: octetsInAll, sha256: "", read, given: () => given, isClosed: () => isClosed };
}

test("150 MB go through a slow reader without being held", { timeout: 60_000 }, async () => {
  const raw = hugeMessage(2300);
  expect(raw.octets).toBeGreaterThan(150_000_000);
  const opened = (await openPart(raw, "1")) ?? expect.fail("no such part");
  let received = 0;
  let ahead = 0;
  const digest = createHash("sha256");
  for await (const chunk of opened.stream) {
    received += chunk.length;
    digest.update(chunk);
    ahead = Math.max(ahead, raw.given() * 0.73 - received);
  }
  expect(received).toBe(2300 * 840 * 57);
  // Three buffers of a stream, not the attachment.
  expect(ahead).toBeLessThan(1024 * 1024);
});

test("a reader that goes away closes the message, also before it has read anything", async () => {
  for (const wanted of [0, 2]) {
    const raw = hugeMessage(1000);
    const opened = (await openPart(raw, "1")) ?? expect.fail("no such part");
    const reader = opened.stream[Symbol.asyncIterator]();
    for (let at = 0; at < wanted; at += 1) await reader.next();
    const closed = new Promise((resolve) => opened.stream.once("close", resolve));
    opened.stream.destroy();
    await closed;
    await expect.poll(() => raw.isClosed()).toBe(true);
    expect(raw.given()).toBeLessThan(2 * 1024 * 1024);
  }
});

test("an aborted signal ends the stream with its reason", async () => {
  const controller = new AbortController();
  const opened = (await openPart(hugeMessage(100), "1", controller.signal)) ?? expect.fail("no such part");
  controller.abort(new Error("gone"));
  await expect(opened.stream.toArray()).rejects.toThrow("gone");
  await expect(openPart(hugeMessage(100), "2", controller.signal)).rejects.toThrow("gone");
});

test.each([
  ["report.pdf", "report.pdf"],
  ["../../etc/passwd", "passwd"],
  ["C:\\Windows\\evil.exe", "evil.exe"],
  ["a\u202Egpj.exe", "a gpj.exe"],
  ["a\u200B\u200Fb.txt", "ab.txt"],
  ["a\r\nContent-Type: x", "a Content-Type_ x"],
  [".htaccess", "htaccess"],
  ["name. . .", "name"],
  ["con.txt", "_con.txt"],
  ['a<b>|"?*.txt', "a_b_____.txt"],
  ["..", "attachment-7.bin"],
  ["", "attachment-7.bin"],
  ["grüße 日本.txt", "grüße 日本.txt"],
  [`${"x".repeat(300)}.pdf`, `${"x".repeat(56)}.pdf`],
  ["😀".repeat(100), "😀".repeat(60)],
])("cleans the name %j", (declared, expected) => {
  expect(attachmentName(declared, "application/x-unknown", "7")).toBe(expected);
});
