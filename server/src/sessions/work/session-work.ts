import { SessionError } from "./session-error.ts";

/** A person clicks; a script that queues more than this is told to slow down. */
const MAX_WAITING = 200;

/** Hears that somebody asked for something, that it has just been done, or why it could not be. */
interface ActivityListener {
  active(): void;
  failed(error: unknown): void;
}

export interface RecordKeeping {
  /** Ends when what outlives the session is written, or cannot be. */
  keep(): Promise<void>;
}

/** What is done with a mailbox, one thing at a time; each has a name that its commands carry. */
export class SessionWork {
  readonly #queue = new SerialQueue();
  readonly #listener: ActivityListener;
  readonly #record: RecordKeeping;
  #actions = 0;
  #isClosed = false;

  constructor(listener: ActivityListener, record: RecordKeeping) {
    this.#listener = listener;
    this.#record = record;
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
    this.#listener.active();
    return this.#queue.run(async (othersWait) => {
      if (this.#isClosed) throw new SessionError("mailbox-lost", "this mailbox was signed out");
      try {
        return await work(causeId, othersWait);
      } catch (error) {
        this.#listener.failed(error);
        throw error;
      } finally {
        // Before whoever asked hears how it ended. What is signed out must not be written down again.
        if (!this.#isClosed) await this.#record.keep();
        this.#listener.active();
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
