import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { MessageError } from "../message-error.ts";
import type { ReadableMessage } from "../store/stored-message.ts";
import { runTask, ThreadGaveUp } from "./thread-task.ts";
import type { Answers, Task } from "./thread-messages.ts";

/** Large messages are read at a hundred megabytes a second and more. */
const LIMIT_MS_PER_OCTET = 1000 / (16 * 1024 * 1024);
/** A thread loads its code in a tenth of a second; a machine that is very busy takes longer. */
const START_MS = 30_000;
/** A megabyte of HTML becomes a tree of some fifty. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 };

const isSource = import.meta.url.endsWith(".ts");
const THREAD = new URL(isSource ? "./from-source.mjs" : "./reading-thread.js", import.meta.url);
const THREAD_ARGUMENTS = isSource ? ["--conditions=source"] : [];

export interface ThreadPoolOptions {
  /** Started when they are first needed. */
  readonly threads: number;
  /** Tasks that wait for a thread. */
  readonly maxWaiting: number;
  /** Of work alone, without waiting for octets; a message has more for each octet of it. */
  readonly limitMs: number;
}

/** Threads that take one message at a time. One that works too long, or fails, is replaced by another. */
export class ThreadPool {
  readonly #options: ThreadPoolOptions;
  readonly #idle: Worker[] = [];
  /** In their order; each takes the next thread that is free. */
  readonly #waiting = new Set<(worker: Worker | Promise<Worker>) => void>();
  #threads = 0;
  #isClosed = false;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
  }

  /**
   * In the order in which it was asked for.
   *
   * @throws ThreadGaveUp; MessageError where the octets cannot be read, or too many wait; the signal's reason
   */
  async run<T extends Task>(
    raw: ReadableMessage,
    task: T,
    signal: AbortSignal | undefined,
  ): Promise<Answers[T["kind"]]> {
    signal?.throwIfAborted();
    const worker = await this.#take(signal);
    let isSound = true;
    try {
      signal?.throwIfAborted();
      const limitMs = this.#options.limitMs + raw.octets * LIMIT_MS_PER_OCTET;
      return await runTask(worker, raw, task, { limitMs, signal });
    } catch (error) {
      if (error instanceof ThreadGaveUp) isSound = error.isThreadSound;
      throw error;
    } finally {
      this.#giveBack(worker, isSound);
    }
  }

  /** Starts the threads that have not been needed yet, one after the other, so that whoever comes first finds them there. */
  async prepare(): Promise<void> {
    while (this.#threads < this.#options.threads && !this.#isClosed) {
      try {
        this.#giveBack(await this.#start(), true);
      } catch (error) {
        // Whoever needs one tries again, and is told.
        if (error instanceof ThreadGaveUp) return;
        throw error;
      }
    }
  }

  /** Ends the threads, those at work when they are done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#idle.splice(0).map((worker) => worker.terminate()));
  }

  #take(signal: AbortSignal | undefined): Promise<Worker> {
    const worker = this.#idle.pop();
    if (worker !== undefined) return Promise.resolve(worker);
    if (this.#threads < this.#options.threads) return this.#start();
    if (this.#waiting.size >= this.#options.maxWaiting) {
      return Promise.reject(new MessageError("too-many-requests", "too many messages are read at once"));
    }
    return new Promise((resolve, reject) => {
      const take = (next: Worker | Promise<Worker>) => {
        signal?.removeEventListener("abort", leave);
        resolve(next);
      };
      // The place of whoever gave up is somebody else's.
      const leave = () => {
        this.#waiting.delete(take);
        reject(signal?.reason);
      };
      this.#waiting.add(take);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }

  #nextWaiting(): ((worker: Worker | Promise<Worker>) => void) | undefined {
    const [next] = this.#waiting;
    if (next !== undefined) this.#waiting.delete(next);
    return next;
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
      const next = this.#nextWaiting();
      if (next !== undefined) next(this.#start());
      return;
    }
    const next = this.#nextWaiting();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
  }
}
