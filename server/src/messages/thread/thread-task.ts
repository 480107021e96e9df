import type { Readable } from "node:stream";
import type { Worker } from "node:worker_threads";
import type { ReadableMessage } from "../store/stored-message.ts";
import { BusyClock } from "./busy-clock.ts";
import type { Answers, FromThread, Task, ThreadReady, ToThread } from "./thread-messages.ts";

/** Most messages: to ask for their octets piece by piece would cost more than to read them. */
const MAX_WHOLE_OCTETS = 64 * 1024;

/** The thread worked too long, ran out of memory or failed: this message is not to be read by it. */
export class ThreadGaveUp extends Error {
  /** Whether the thread can take another task. */
  readonly isThreadSound: boolean;

  constructor(reason: string, isThreadSound: boolean, options?: ErrorOptions) {
    super(reason, options);
    this.name = "ThreadGaveUp";
    this.isThreadSound = isThreadSound;
  }
}

export interface ThreadTaskOptions {
  readonly limitMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Of the task that was given to a thread last, whichever thread. */
let lastTaskNumber = 0;

/**
 * Gives one task to a thread and feeds it the message's octets as it asks for them.
 *
 * @throws ThreadGaveUp; MessageError where the octets cannot be read; the signal's reason
 */
export async function runTask<T extends Task>(
  worker: Worker,
  raw: ReadableMessage,
  task: T,
  options: ThreadTaskOptions,
): Promise<Answers[T["kind"]]> {
  const whole = await smallWhole(raw);
  options.signal?.throwIfAborted();
  const taskNumber = (lastTaskNumber += 1);
  return new Promise((resolve, reject) => {
    const feed = new Feed(raw);
    const clock = new BusyClock(options.limitMs, () =>
      finish(() => reject(new ThreadGaveUp("it took too long", false))),
    );
    let failure: unknown;
    let isOver = false;
    const send = (message: ToThread) => {
      // A read that was under way ends after its task, when the thread and its time are another's.
      if (isOver) return;
      clock.run();
      worker.postMessage(message, octetsOf(message));
    };
    const giveUp = (reason: unknown) => {
      failure ??= reason;
      send({ kind: "give-up", taskNumber });
    };
    const onMessage = (message: FromThread | ThreadReady) => {
      if (message.kind === "ready" || message.taskNumber !== taskNumber) return;
      switch (message.kind) {
        case "pull":
          clock.stop();
          if (failure !== undefined) return giveUp(failure);
          feed
            .next(message)
            .then((octets) => send({ kind: "octets", taskNumber, reader: message.reader, octets }), giveUp);
          return;
        case "close":
          return feed.close(message.reader);
        case "done":
          // The thread answers with what its task has; structured cloning knows no types.
          return finish(() =>
            failure === undefined ? resolve(message.answer as Answers[T["kind"]]) : reject(failure),
          );
        case "failed":
          return finish(() => reject(failure ?? new ThreadGaveUp(message.reason, true)));
      }
    };
    const onGone = () => finish(() => reject(new ThreadGaveUp("its thread ended", false)));
    const onAbort = () => giveUp(options.signal?.reason);
    const finish = (settle: () => void) => {
      isOver = true;
      clock.stop();
      worker.off("message", onMessage).off("error", onGone).off("exit", onGone);
      options.signal?.removeEventListener("abort", onAbort);
      feed.closeAll();
      settle();
    };
    worker.on("message", onMessage).on("error", onGone).on("exit", onGone);
    options.signal?.addEventListener("abort", onAbort, { once: true });
    send({ kind: "task", taskNumber, task, octets: raw.octets, whole });
  });
}

/** All of a small message; undefined for others. */
async function smallWhole(raw: ReadableMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (raw.octets > MAX_WHOLE_OCTETS) return undefined;
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of raw.read()) {
    chunks.push(chunk);
    octets += chunk.length;
    if (octets > MAX_WHOLE_OCTETS) return undefined;
  }
  return ownCopy(Buffer.concat(chunks));
}

/** A view takes along all that it is a view of: the message, or whatever else lies beside it in a pool. */
function ownCopy(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(octets);
}

/** Handed over, not copied once more. */
function octetsOf(message: ToThread): ArrayBuffer[] {
  if (message.kind === "octets") return message.octets === undefined ? [] : [message.octets.buffer];
  return message.kind === "task" && message.whole !== undefined ? [message.whole.buffer] : [];
}

/** The open readers of one message; a thread has two at most. */
class Feed {
  readonly #raw: ReadableMessage;
  readonly #readers = new Map<number, { stream: Readable; chunks: AsyncIterator<Buffer> }>();

  constructor(raw: ReadableMessage) {
    this.#raw = raw;
  }

  async next({ reader, range }: FromThread & { kind: "pull" }): Promise<Uint8Array<ArrayBuffer> | undefined> {
    let open = this.#readers.get(reader);
    if (open === undefined) {
      const stream = this.#raw.read(range);
      open = { stream, chunks: stream[Symbol.asyncIterator]() };
      this.#readers.set(reader, open);
    }
    const { done, value } = await open.chunks.next();
    return done === true ? undefined : ownCopy(value);
  }

  close(reader: number): void {
    this.#readers.get(reader)?.stream.destroy();
    this.#readers.delete(reader);
  }

  closeAll(): void {
    for (const reader of this.#readers.keys()) this.close(reader);
  }
}
