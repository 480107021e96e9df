import { readMessage } from "@popgate/server/messages/message-view";
import { openEmbedded } from "@popgate/server/messages/parts/embedded-message";
import { openPart } from "@popgate/server/messages/parts/part-stream";
import { expect, test, vi } from "vitest";
import { mail, readAll, stored } from "../stored.ts";

const INNERMOST = mail("Subject: innermost", "Content-Type: application/zip; name=a.zip", "", "zip");
const INNER = mail(
  "Subject: inner",
  "From: Jane <jane@example.org>",
  "Date: Tue, 1 Jul 2003 10:52:37 +0200",
  "Content-Type: multipart/mixed; boundary=i",
  "",
  "--i",
  "",
  "inner words",
  "--i",
  "Content-Type: message/rfc822",
  "",
  INNERMOST,
  "--i--",
);
const OUTER = stored(
  mail(
    "Subject: outer",
    "Content-Type: multipart/mixed; boundary=o",
    "",
    "--o",
    "Content-Type: application/pdf; name=x.pdf",
    "",
    "pdf",
    "--o",
    "Content-Type: message/rfc822",
    "",
    INNER,
    "--o--",
  ),
);

async function inner(part: string) {
  return (await openEmbedded(OUTER, part)) ?? expect.fail(`no message ${part}`);
}

test("tells what the message within says of itself", async () => {
  const { attachments } = await readMessage(OUTER, { uid: "u" });
  expect(attachments.map(({ message }) => message)).toEqual([
    null,
    { subject: "inner", from: { name: "Jane", address: "jane@example.org" }, date: 1057049557000 },
  ]);
});

test("opens a message within the message, octet by octet, and in ranges", async () => {
  const message = await inner("2");
  expect(message.octets).toBe(INNER.length);
  expect(String(await readAll(message))).toBe(INNER);
  expect(String(await readAll(message, { start: 9, end: 14 }))).toBe("inner");
  expect(String(await readAll(message, { start: 0, end: 0 }))).toBe("");
});

test("names parts of it behind a dot, at any level", async () => {
  const view = await readMessage(await inner("2"), { uid: "u", within: "2" });
  expect(view).toMatchObject({ uid: "u", subject: "inner", text: "inner words" });
  expect(view.attachments.map(({ part }) => part)).toEqual(["2.1"]);
  const deeper = await readMessage(await inner("2.1"), { uid: "u", within: "2.1" });
  expect(deeper.attachments.map(({ part, filename }) => [part, filename])).toEqual([["2.1.1", "a.zip"]]);
  const zip = await openPart(OUTER, "2.1.1");
  expect(String(Buffer.concat((await zip?.stream.toArray()) ?? []))).toBe("zip");
});

test.each(["1", "3", "2.2", "2.", ".2", "1.1", "2.1.1", "2..1"])("has no message %j within", async (part) => {
  expect(await openEmbedded(OUTER, part)).toBeUndefined();
});

/** A message within a message within a message … */
function wrapped(levels: number, innermost: string): string {
  return `${"Content-Type: message/rfc822\r\n\r\n".repeat(levels)}${innermost}`;
}

test("goes no deeper than anybody reads", async () => {
  const raw = wrapped(12, "Subject: deep\r\n\r\nx");
  expect(await openEmbedded(stored(raw), "1.1.1.1.1.1.1.1")).toBeDefined();
  expect(await openEmbedded(stored(raw), "1.1.1.1.1.1.1.1.1")).toBeUndefined();
  expect(await openPart(stored(raw), "1.1.1.1.1.1.1.1.1")).toBeDefined();
  expect(await openPart(stored(raw), "1.1.1.1.1.1.1.1.1.1")).toBeUndefined();
});

test("reads the message around it once, however many are between, and not again", async () => {
  const raw = stored(wrapped(8, "Subject: deep\r\n\r\nx"));
  const read = vi.spyOn(raw, "read");
  const message = await openEmbedded(raw, "1.1.1.1.1.1.1.1");
  expect(read).toHaveBeenCalledTimes(1);
  expect(await openEmbedded(raw, "1.1.1.1.1.1.1.1")).toBe(message);
  expect(read).toHaveBeenCalledTimes(1);
  expect(String(await readAll(message ?? expect.fail("no such message")))).toBe("Subject: deep\r\n\r\nx");
  expect(read).toHaveBeenCalledTimes(2);
});

test("leaves others their turn while a message in memory is walked through", async () => {
  const raw = stored(wrapped(8, `Subject: deep\r\n\r\n${"words\r\n".repeat(1_000_000)}`));
  let [turns, isOpen] = [0, false];
  const count = () => {
    turns += 1;
    if (!isOpen) setImmediate(count);
  };
  setImmediate(count);
  await openEmbedded(raw, "1.1.1.1.1.1.1.1");
  isOpen = true;
  // At each chunk; a stream may give some of them together.
  expect(turns).toBeGreaterThan(raw.octets / (256 * 1024));
});
