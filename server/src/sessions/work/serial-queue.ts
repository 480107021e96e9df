import { SessionError } from "./session-error.ts";

/** A person clicks; a script that queues more than this is told to slow down. */
const MAX_WAITING = 200;

/**
 * One thing at a time, in order. What changes a POP3 session goes through it, so that no two changes
 * ever interleave on the wire.
 */
export class SerialQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** True when nothing runs or waits. */
  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  /** @throws SessionError `too-many-requests` */
  run<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#waiting >= MAX_WAITING) {
      return Promise.reject(
        new SessionError("too-many-requests", "too much is waiting for this mailbox", 1_000),
      );
    }
    this.#waiting += 1;
    const result = this.#tail.then(work);
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

  #done(): void {
    this.#waiting -= 1;
  }
}
