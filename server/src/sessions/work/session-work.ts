import { SessionError } from "./session-error.ts";

/** A person clicks; a script that queues more than this is told to slow down. */
const MAX_WAITING = 200;

export interface WorkHandler {
  /** Somebody asked for something, or it has just been done. */
  spoke(): void;
  /** Before the one who asked hears how it ended. */
  ended(): Promise<void>;
}

/** What is done with a mailbox, one thing at a time; each has a name that its commands carry. */
export class SessionWork {
  readonly #queue = new SerialQueue();
  readonly #handler: WorkHandler;
  #actions = 0;
  #isClosed = false;

  constructor(handler: WorkHandler) {
    this.#handler = handler;
  }

  /** True when nothing runs or waits. */
  get isQuiet(): boolean {
    return this.#queue.isIdle;
  }

  /** @throws SessionError `mailbox-lost`, `too-many-requests` */
  run<Value>(
    name: string,
    work: (causeId: string, othersWait: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    this.#actions += 1;
    const causeId = `${name}-${this.#actions}`;
    this.#handler.spoke();
    return this.#queue.run(async (othersWait) => {
      if (this.#isClosed) throw new SessionError("mailbox-lost", "this mailbox was signed out");
      try {
        return await work(causeId, othersWait);
      } finally {
        // What is signed out must not be written down again.
        if (!this.#isClosed) await this.#handler.ended();
        this.#handler.spoke();
      }
    });
  }

  /** What waits is refused; what runs is not, its connection must be dropped. */
  close(): void {
    this.#isClosed = true;
  }

  /** Ends when everything asked for so far has ended. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }
}

/**
 * One thing at a time, in order. What changes a POP3 session goes through it, so that no two changes
 * ever interleave on the wire.
 */
export class SerialQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /** Of what runs: aborted once something waits for its end. */
  #othersWait = new AbortController();

  /** True when nothing runs or waits. */
  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  /**
   * @param work is told when something else waits for its end: what is not urgent ends then
   * @throws SessionError `too-many-requests`
   */
  run<Value>(work: (othersWait: AbortSignal) => Promise<Value>): Promise<Value> {
    if (this.#waiting >= MAX_WAITING) {
      return Promise.reject(
        new SessionError("too-many-requests", "too much is waiting for this mailbox", 1_000),
      );
    }
    this.#waiting += 1;
    this.#othersWait.abort();
    const result = this.#tail.then(() => work(this.#begin()));
    // The chain goes on whatever happens; the caller gets the error.
    this.#tail = result.then(
      () => this.#done(),
      () => this.#done(),
    );
    return result;
  }

  /** Ends when everything asked for so far has ended. */
  async settled(): Promise<void> {
    await this.#tail;
  }

  #begin(): AbortSignal {
    this.#othersWait = new AbortController();
    if (this.#waiting > 1) this.#othersWait.abort();
    return this.#othersWait.signal;
  }

  #done(): void {
    this.#waiting -= 1;
  }
}
