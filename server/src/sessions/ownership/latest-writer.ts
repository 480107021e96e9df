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
