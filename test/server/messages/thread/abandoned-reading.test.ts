import { setMaxListeners } from "node:events";
import { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import { MessageError } from "@popgate/server/messages/message-error";
import { MessageReader } from "@popgate/server/messages/thread/message-reader";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import { runTask } from "@popgate/server/messages/thread/thread-task";
import { afterAll, expect, test } from "vitest";
import { mail, stored } from "../stored.ts";

const searcher = new MessageSearcher();
/** So long that the thread asks for its octets. */
const OCTETS = Buffer.from(mail("Subject: Invoice", "", "due in May\r\n".repeat(20_000)));
const LETTER = stored(mail("Subject: Letter", "", "words"));

afterAll(() => searcher.close());

interface Gate {
  readonly whenOpen: Promise<void>;
  readonly open: () => void;
}

function gate(): Gate {
  let open = () => {};
  const whenOpen = new Promise<void>((resolve) => (open = resolve));
  return { whenOpen, open };
}

/** A message on a slow disk: octets come when the gate opens, and as with files a destroy waits for the read. */
function onDisk(disk: Gate) {
  const asked = gate();
  const closed = gate();
  const read = () => {
    const chunks = (async function* () {
      asked.open();
      await disk.whenOpen;
      for (let at = 0; at < OCTETS.length; at += 10_000) yield OCTETS.subarray(at, at + 10_000);
    })();
    return Readable.from(chunks, { objectMode: false }).once("close", closed.open);
  };
  return { raw: { octets: OCTETS.length, read }, whenAsked: asked.whenOpen, whenClosed: closed.whenOpen };
}

test("a read that ends after its task was abandoned leaves the next message alone", async () => {
  const [slowDisk, nextDisk] = [gate(), gate()];
  const [abandoned, next] = [onDisk(slowDisk), onDisk(nextDisk)];
  const gone = new AbortController();
  const first = searcher.search(abandoned.raw, "may", gone.signal);
  const second = searcher.search(next.raw, "invoice");
  await abandoned.whenAsked;
  gone.abort(new Error("gone"));
  await expect(first).rejects.toThrow("gone");
  await next.whenAsked;
  slowDisk.open();
  await abandoned.whenClosed;
  nextDisk.open();
  expect((await second).kind).toBe("found");
});

test("what a thread still says of the task before does nothing to the next one", async () => {
  // A thread that answers late: each time it is given something it first says this of another task.
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
     parentPort.on("message", ({ kind, taskNumber, reader, octets }) => {
       if (kind === "task") {
         parentPort.postMessage({ kind: "pull", taskNumber, reader: 1 });
         return;
       }
       const before = { taskNumber: taskNumber - 1, reader: 1 };
       for (const late of ["close", "pull", "failed", "done"]) parentPort.postMessage({ ...before, kind: late });
       if (octets === undefined) parentPort.postMessage({ kind: "done", taskNumber, answer: "its own" });
       else parentPort.postMessage({ kind: "pull", taskNumber, reader });
     });`,
    { eval: true },
  );
  const disk = gate();
  disk.open();
  const task = { kind: "search", q: "x" } as const;
  const answer = await runTask(worker, onDisk(disk).raw, task, { limitMs: 10_000, signal: undefined });
  expect(answer).toBe("its own");
  await worker.terminate();
});

test("whoever gives up waiting leaves the place to somebody else", async () => {
  const reader = new MessageReader();
  const disk = gate();
  const atWork = [onDisk(disk), onDisk(disk)];
  const shown = atWork.map(({ raw }) => reader.read(raw, { uid: "u" }));
  await Promise.all(atWork.map(({ whenAsked }) => whenAsked));
  const gone = new AbortController();
  setMaxListeners(500, gone.signal);
  const waiting = Array.from({ length: 500 }, () =>
    reader.read(LETTER, { uid: "u", signal: gone.signal }).catch((error: unknown) => error),
  );
  await expect(reader.read(LETTER, { uid: "u" })).rejects.toThrow(MessageError);
  gone.abort(new Error("gone"));
  // While both threads are still at work.
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 500 }, () => new Error("gone")));
  const next = reader.read(LETTER, { uid: "u" });
  disk.open();
  expect((await next).subject).toBe("Letter");
  expect((await Promise.all(shown)).map(({ subject }) => subject)).toEqual(["Invoice", "Invoice"]);
  await reader.close();
});
