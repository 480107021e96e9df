import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Message } from "@popgate/shared/api/message";
import { htmlDocument, type HtmlDocument } from "./html-document.ts";
import { MessageError } from "./message-error.ts";
import { sourceView } from "./source-view.ts";
import type { StoredMessage } from "./store/stored-message.ts";
import { runTask, ThreadGaveUp } from "./thread/thread-task.ts";
import type { Answers, Task } from "./thread/thread-messages.ts";

/** Two, so that one message that takes its whole time does not stop all others. */
const THREADS = 2;
/** Messages that wait for a thread; each is somebody who looks at an empty pane. */
const MAX_WAITING = 500;
/** Of work alone, without waiting for octets. A newsletter takes a fiftieth. */
const LIMIT_MS = 5000;
/** Large messages are read at a hundred megabytes a second and more. */
const LIMIT_MS_PER_OCTET = 1000 / (16 * 1024 * 1024);
/** A thread loads its code in a tenth of a second; a machine that is very busy takes longer. */
const START_MS = 30_000;
/** A megabyte of HTML becomes a tree of some fifty. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 };

const isSource = import.meta.url.endsWith(".ts");
const THREAD = new URL(isSource ? "./thread/from-source.mjs" : "./thread/reading-thread.js", import.meta.url);
const THREAD_ARGUMENTS = isSource ? ["--conditions=source"] : [];

export interface MessageReaderOptions {
  readonly limitMs?: number;
}

export interface ReadOptions {
  readonly uid: string;
  readonly within?: string | undefined;
  readonly signal?: AbortSignal;
}

export interface RenderOptions {
  readonly allowImages: boolean;
  readonly theme: "light" | "dark";
  readonly signal?: AbortSignal;
}

/**
 * Reads messages in threads of their own, each within a limit of time and memory: whatever a sender wrote,
 * it stalls nobody else. What exceeds a limit is shown as its source, with a notice.
 */
export class MessageReader {
  readonly #limitMs: number;
  readonly #idle: Worker[] = [];
  readonly #waiting: ((worker: Worker | Promise<Worker>) => void)[] = [];
  #threads = 0;
  #isClosed = false;

  constructor(options: MessageReaderOptions = {}) {
    this.#limitMs = options.limitMs ?? LIMIT_MS;
  }

  /** @throws MessageError where the octets cannot be read, or too many wait; the signal's reason */
  async read(raw: StoredMessage, { uid, within, signal }: ReadOptions): Promise<Message> {
    try {
      return await this.#run(raw, { kind: "read", uid, within }, signal);
    } catch (error) {
      if (!(error instanceof ThreadGaveUp)) throw error;
      return sourceView(raw, { uid, reason: error.message });
    }
  }

  /** The HTML as a document; undefined if the message has none. @throws as `read` */
  async render(raw: StoredMessage, { signal, ...options }: RenderOptions): Promise<HtmlDocument | undefined> {
    try {
      return await this.#run(raw, { kind: "render", ...options }, signal);
    } catch (error) {
      if (!(error instanceof ThreadGaveUp)) throw error;
      const html = `<p>This message could not be shown (${error.message}). Look at its source.</p>`;
      return htmlDocument(html, { ...options, partUrl: () => undefined });
    }
  }

  /** Ends the threads, those at work when they are done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#idle.splice(0).map((worker) => worker.terminate()));
  }

  async #run<T extends Task>(
    raw: StoredMessage,
    task: T,
    signal: AbortSignal | undefined,
  ): Promise<Answers[T["kind"]]> {
    const worker = await this.#take();
    let isSound = true;
    try {
      signal?.throwIfAborted();
      const limitMs = this.#limitMs + raw.octets * LIMIT_MS_PER_OCTET;
      return await runTask(worker, raw, task, { limitMs, signal });
    } catch (error) {
      if (error instanceof ThreadGaveUp) isSound = error.isThreadSound;
      throw error;
    } finally {
      this.#giveBack(worker, isSound);
    }
  }

  #take(): Promise<Worker> {
    const worker = this.#idle.pop();
    if (worker !== undefined) return Promise.resolve(worker);
    if (this.#threads < THREADS) return this.#start();
    if (this.#waiting.length >= MAX_WAITING) {
      return Promise.reject(new MessageError("too-many-requests", "too many messages are read at once"));
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #start(): Promise<Worker> {
    this.#threads += 1;
    const worker = new Worker(THREAD, {
      execArgv: THREAD_ARGUMENTS,
      resourceLimits: RESOURCE_LIMITS,
      env: {},
    });
    try {
      await once(worker, "message", { signal: AbortSignal.timeout(START_MS) });
    } catch (cause) {
      this.#giveBack(worker, false);
      throw new ThreadGaveUp("its thread did not start", false, { cause });
    }
    // Idle threads keep no process alive; one that ends while idle is replaced.
    worker.unref();
    worker.on("error", () => this.#forget(worker)).on("exit", () => this.#forget(worker));
    return worker;
  }

  #forget(worker: Worker): void {
    const at = this.#idle.indexOf(worker);
    if (at === -1) return;
    this.#idle.splice(at, 1);
    this.#threads -= 1;
  }

  #giveBack(worker: Worker, isSound: boolean): void {
    if (!isSound || this.#isClosed) {
      this.#threads -= 1;
      void worker.terminate();
      const next = this.#waiting.shift();
      if (next !== undefined) next(this.#start());
      return;
    }
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
  }
}
