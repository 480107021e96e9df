import { monitorEventLoopDelay } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { MemoryMessage } from "@popgate/server/messages/store/memory-message";
import { MessageReader } from "@popgate/server/messages/thread/message-reader";
import { hostileMessages } from "../../corpus/hostile.ts";
import { milliseconds, times, type Section } from "../section.ts";

/** Twice what our own thread may take. */
const PEER_LIMIT_MS = 10_000;
/** As our own thread has. */
const PEER_LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 };
const LOOK = { allowImages: false, theme: "light" } as const;

/** How long messages made to cost time take, and hold up everybody else, beside mailparser in a thread. */
export async function measureHostile(): Promise<Section> {
  const reader = new MessageReader();
  await reader.read(new MemoryMessage(Buffer.from("Subject: warm\r\n\r\nx")), { uid: "" });
  const rows: { readonly readMs: number; readonly cells: string[] }[] = [];
  for (const { name, raw } of hostileMessages()) {
    const message = new MemoryMessage(raw);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const started = performance.now();
    const view = await reader.read(message, { uid: "" });
    const readMs = performance.now() - started;
    if (view.hasHtml) await reader.render(message, LOOK);
    const cleanMs = performance.now() - started - readMs;
    // The timer of the measurement itself runs each millisecond.
    await new Promise((resolve) => setTimeout(resolve, 5));
    delay.disable();
    const heldUpMs = Math.max(0, delay.max / 1e6 - 1);
    const isGivenUp = view.notices.some((notice) => notice.includes("source is shown"));
    const peer = await parsedByPeer(raw);
    rows.push({
      readMs,
      cells: [
        name,
        `${milliseconds(readMs)}${isGivenUp ? ", its source shown" : ""}`,
        view.hasHtml ? milliseconds(cleanMs) : "–",
        milliseconds(heldUpMs),
        typeof peer === "number" ? milliseconds(peer) : peer,
        typeof peer === "number" ? times(peer / readMs) : "–",
      ],
    });
  }
  await reader.close();
  return {
    title: "Messages made to cost time",
    note:
      "Each is read, and cleaned if it has HTML, in a thread of its own; the next column is the longest that the event loop, and so everybody else, stood still meanwhile. " +
      `mailparser's simpleParser reads the same message, and makes a text of HTML, in a thread with as much memory; it is ended after ${PEER_LIMIT_MS / 1000} s, and cleans nothing. The ratio is its time by our reading. The worst ones first.`,
    columns: ["Message", "Read", "Cleaned", "Event loop held up", "mailparser", "Ratio"],
    rows: rows.toSorted((a, b) => b.readMs - a.readMs).map(({ cells }) => cells),
  };
}

/** Milliseconds, or what became of it. */
function parsedByPeer(raw: Buffer): Promise<number | string> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./mailparser-thread.mjs", import.meta.url), {
      resourceLimits: PEER_LIMITS,
    });
    let timer: NodeJS.Timeout | undefined;
    const end = (outcome: number | string) => {
      clearTimeout(timer);
      void worker.terminate();
      resolve(outcome);
    };
    worker.on("message", (message: "ready" | number) => {
      if (message !== "ready") return end(message);
      timer = setTimeout(() => end(`not in ${PEER_LIMIT_MS / 1000} s`), PEER_LIMIT_MS);
      return worker.postMessage(raw);
    });
    worker.on("error", ({ message }) => end(`refused: ${message.slice(0, 60)}`));
  });
}
