/** Calls back once a thread has worked for longer than it may; while it waits for octets the clock stands. */
export class BusyClock {
  readonly #onExceeded: () => void;
  #leftMs: number;
  #timer: NodeJS.Timeout | undefined;
  #since = 0;

  constructor(limitMs: number, onExceeded: () => void) {
    this.#leftMs = limitMs;
    this.#onExceeded = onExceeded;
  }

  run(): void {
    if (this.#timer !== undefined) return;
    if (this.#leftMs <= 0) return this.#onExceeded();
    this.#since = performance.now();
    this.#timer = setTimeout(this.#onExceeded, this.#leftMs);
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#leftMs -= performance.now() - this.#since;
  }
}
