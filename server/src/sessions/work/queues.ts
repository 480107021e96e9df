/** Work under one key runs one at a time, in order; other keys do not wait. */
export class KeyedQueue {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** How many wait is the caller's to bound. */
  async run<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const result = before.then(work);
    // The next one goes on whatever happens; the caller gets the error.
    const tail = result.then(
      () => {},
      () => {},
    );
    this.#tails.set(key, tail);
    try {
      return await result;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}

/** Runs one piece of work at a time; who asks while one waits for its turn is served by that one. */
export class CoalescedWork {
  readonly #work: () => Promise<void>;
  #waiting: Promise<void> | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Ends when a run that began after this call has ended. @throws what the work throws */
  run(): Promise<void> {
    if (this.#waiting !== undefined) return this.#waiting;
    const done = this.#running.then(() => {
      this.#waiting = undefined;
      return this.#work();
    });
    this.#waiting = done;
    // Whoever asked hears of a failure; the next run is another one.
    this.#running = done.catch(() => {});
    return done;
  }

  /** Ends when nothing runs any more. */
  async settled(): Promise<void> {
    await this.#running;
  }
}
