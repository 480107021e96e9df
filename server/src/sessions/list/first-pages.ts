/** A server that keeps one sign-in waiting must not keep the headers of everybody else. */
const MAX_MS = 2_000;

/**
 * The sign-ins of this process whose first page of rows is still to be read. All mailboxes share one thread:
 * what nobody looks at yet waits until everybody who has just signed in sees their newest messages.
 */
export class FirstPages {
  readonly #maxMs: number;
  #underWay = 0;
  readonly #waiting = new Set<() => void>();

  constructor(maxMs = MAX_MS) {
    this.#maxMs = maxMs;
  }

  /** Counts as a sign-in until `work` ends, and for two seconds at most. */
  async during<Value>(work: () => Promise<Value>): Promise<Value> {
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#callAll();
    };
    const timer = setTimeout(end, this.#maxMs).unref();
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** Calls back once no first page is awaited any more, after two seconds in any case; never at once. */
  after(listener: () => void): void {
    if (this.#underWay === 0) return queueMicrotask(listener);
    const call = () => {
      clearTimeout(timer);
      this.#waiting.delete(call);
      listener();
    };
    const timer = setTimeout(call, this.#maxMs).unref();
    this.#waiting.add(call);
  }

  #callAll(): void {
    for (const call of this.#waiting) call();
  }
}

/** One for the process, as its thread is. */
export const firstPages = new FirstPages();
