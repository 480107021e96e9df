/** How many wait for a turn under one key; more would only fill the memory. */
const MAX_WAITING = 200;

/** So many at once under each key; the others wait, the first to come first. */
export class Turns {
  readonly #atOnce: number;
  readonly #taken = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /**
   * @returns what ends the turn, to be called once; undefined where too many wait already, or the signal aborts
   */
  async take(key: string, signal: AbortSignal): Promise<(() => void) | undefined> {
    const taken = this.#taken.get(key) ?? 0;
    if (taken < this.#atOnce) {
      this.#taken.set(key, taken + 1);
      return () => this.#end(key);
    }
    const isTurn = await this.#wait(key, signal);
    return isTurn ? () => this.#end(key) : undefined;
  }

  /** @returns whether it is the caller's turn, which whoever ended theirs has passed on */
  #wait(key: string, signal: AbortSignal): Promise<boolean> {
    const waiting = this.#waiting.get(key) ?? [];
    if (waiting.length >= MAX_WAITING || signal.aborted) return Promise.resolve(false);
    this.#waiting.set(key, waiting);
    return new Promise((resolve) => {
      const begin = () => {
        signal.removeEventListener("abort", giveUp);
        resolve(true);
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(begin), 1);
        if (waiting.length === 0) this.#waiting.delete(key);
        resolve(false);
      };
      waiting.push(begin);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }

  #end(key: string): void {
    const waiting = this.#waiting.get(key);
    const next = waiting?.shift();
    if (waiting?.length === 0) this.#waiting.delete(key);
    if (next !== undefined) {
      next();
      return;
    }
    const left = (this.#taken.get(key) ?? 1) - 1;
    if (left === 0) this.#taken.delete(key);
    else this.#taken.set(key, left);
  }
}
