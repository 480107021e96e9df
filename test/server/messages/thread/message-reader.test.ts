import { setMaxListeners } from "node:events";
import { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import { MessageError } from "@popgate/server/messages/message-error";
import { MessageReader } from "@popgate/server/messages/thread/message-reader";
import { readMessage } from "@popgate/server/messages/message-view";
import { renderHtml } from "@popgate/server/messages/inline-pictures";
import { runTask, ThreadGaveUp } from "@popgate/server/messages/thread/thread-task";
import { afterAll, describe, expect, test } from "vitest";
import { CORPUS } from "../../../corpus/corpus.ts";
import { hostileMessages } from "../../../corpus/hostile.ts";
import { mail, stored } from "../stored.ts";

const reader = new MessageReader();
/** No time at all: whatever is asked of it is given up. */
const hasty = new MessageReader({ limitMs: -Infinity });
const LOOK = { allowImages: false, theme: "light" } as const;
const HTML = stored(mail("Subject: s", "From: a@x.example", "Content-Type: text/html", "", "<p>words"));

afterAll(() => Promise.all([reader.close(), hasty.close()]));

test("reads and cleans the corpus as the thread of everybody would", { timeout: 60_000 }, async () => {
  for (const { raw } of CORPUS) {
    const { html, ...view } = await readMessage(stored(raw), { uid: "u" });
    expect(await reader.read(stored(raw), { uid: "u" })).toEqual(view);
    if (html === null) continue;
    const document = await renderHtml(stored(raw), { ...view, html }, LOOK);
    expect(await reader.render(stored(raw), LOOK)).toEqual(document);
  }
});

test("names the parts of a message within", async () => {
  const raw = stored(mail("Content-Type: application/zip; name=a.zip", "", "x"));
  const { attachments } = await reader.read(raw, { uid: "u", within: "3" });
  expect(attachments.map(({ part }) => part)).toEqual(["3.1"]);
});

describe("shows the source, and says so, where a message", () => {
  test("takes too long to read", async () => {
    const view = await hasty.read(HTML, { uid: "u" });
    expect(view).toMatchObject({
      uid: "u",
      subject: "s",
      text: "<p>words",
      hasHtml: false,
      octets: HTML.octets,
    });
    expect(view.notices).toEqual(["this message could not be read (it took too long): its source is shown"]);
  });

  test("takes too long to clean", async () => {
    const document = await hasty.render(HTML, LOOK);
    expect(document?.html).toContain("could not be shown (it took too long)");
  });

  test("is whatever octets: no more than its beginning is read", async () => {
    const view = await hasty.read(stored(Buffer.alloc(1_000_000, "x")), { uid: "u" });
    expect(view.textTruncated).toBe(true);
    expect(view.text?.length).toBe(64 * 1024);
  });
});

/** A thread that does this with whatever task it gets. */
function thread(code: string): Worker {
  const source = `require("node:worker_threads").parentPort.once("message", () => { ${code} })`;
  return new Worker(source, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16 } });
}

test.each([
  [
    "takes more memory than it may",
    "const held = []; for (;;) held.push(new Array(10_000).fill({}))",
    "its thread ended",
    10_000,
  ],
  ["ends", "process.exit()", "its thread ended", 10_000],
  ["throws", "throw new Error('x')", "its thread ended", 10_000],
  ["works for ever", "for (;;);", "it took too long", 300],
])("a thread that %s is not used again", async (_, code, reason, limitMs) => {
  const worker = thread(code);
  const task = { kind: "read", uid: "u", within: undefined } as const;
  const error = await runTask(worker, HTML, task, { limitMs, signal: undefined }).catch(
    (each: unknown) => each,
  );
  expect(error).toBeInstanceOf(ThreadGaveUp);
  expect(error).toMatchObject({ message: reason, isThreadSound: false });
  await worker.terminate();
});

test("goes on after a thread was ended, with more messages than threads", async () => {
  const views = await Promise.all(Array.from({ length: 6 }, () => hasty.read(HTML, { uid: "u" })));
  expect(views.every(({ notices }) => notices.length === 1)).toBe(true);
  const good = await Promise.all(
    Array.from({ length: 20 }, (_, at) => reader.read(HTML, { uid: String(at) })),
  );
  expect(good.map(({ uid }) => uid)).toEqual(Array.from({ length: 20 }, (_, at) => String(at)));
});

/** Told as small it is handed over whole, else piece by piece. */
const SIZES = [5, 100_000];

test.each(SIZES)("tells why octets cannot be read, and reads the next message: of %i", async (octets) => {
  const error = new MessageError("damaged", "the file is not what was written");
  const broken = {
    octets,
    read: () =>
      Readable.from(
        (async function* () {
          yield Buffer.from("Subject: ");
          throw error;
        })(),
        { objectMode: false },
      ),
  };
  await expect(reader.read(broken, { uid: "u" })).rejects.toBe(error);
  expect((await reader.read(HTML, { uid: "u" })).subject).toBe("s");
});

test.each(SIZES)("leaves a message that nobody waits for, and closes it: of %i", async (octets) => {
  const controller = new AbortController();
  let isClosed = false;
  const endless = {
    octets,
    read: () =>
      Readable.from(
        (async function* () {
          try {
            for (;;) {
              yield Buffer.from("x".repeat(1000));
              controller.abort(new Error("gone"));
            }
          } finally {
            isClosed = true;
          }
        })(),
        { objectMode: false },
      ),
  };
  await expect(reader.read(endless, { uid: "u", signal: controller.signal })).rejects.toThrow("gone");
  await expect.poll(() => isClosed).toBe(true);
  await expect(reader.read(HTML, { uid: "u", signal: AbortSignal.abort(new Error("gone")) })).rejects.toThrow(
    "gone",
  );
});

test("refuses when too many wait", async () => {
  const controller = new AbortController();
  setMaxListeners(503, controller.signal);
  const all = Array.from({ length: 503 }, () => reader.read(HTML, { uid: "u", signal: controller.signal }));
  const settled = Promise.allSettled(all);
  controller.abort(new Error("gone"));
  const refused = (await settled).filter(
    (each) =>
      each.status === "rejected" &&
      each.reason instanceof MessageError &&
      each.reason.code === "too-many-requests",
  );
  expect(refused).toHaveLength(1);
});

describe("ends in time on", () => {
  test.each(hostileMessages())("$name", { timeout: 15_000 }, async ({ raw }) => {
    const view = await reader.read(stored(raw), { uid: "u" });
    expect(view.octets).toBe(raw.length);
    if (view.hasHtml) expect(await reader.render(stored(raw), LOOK)).toBeDefined();
  });
});
