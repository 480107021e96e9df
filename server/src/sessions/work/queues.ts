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

/** Writes the latest of what it is given: what was overtaken while a write ran is never written. */
export class LatestWriter<Value> {
  readonly #write: (value: Value) => Promise<void>;
  #next: { value: Value; done: Promise<void> } | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(write: (value: Value) => Promise<void>) {
    this.#write = write;
  }

  /** Ends when this value, or a later one, is written. @throws what the writing throws */
  put(value: Value): Promise<void> {
    if (this.#next !== undefined) {
      this.#next.value = value;
      return this.#next.done;
    }
    const done = this.#running.then(() => this.#writeNext());
    this.#next = { value, done };
    // Whoever put it hears of a failure; the next write is another one.
    this.#running = done.catch(() => {});
    return done;
  }

  /** Ends when nothing is being written any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #writeNext(): Promise<void> {
    const next = this.#next;
    this.#next = undefined;
    if (next !== undefined) await this.#write(next.value);
  }
}
