/** In a turn of the event loop, for all connections together: what a person waits for is answered in between. */
const SHARE_MS = 8;

/** A connection with octets that may wait. */
export interface Waiting {
  /** Reads what it holds. */
  proceed(): void;
}

/**
 * Replies that nobody waits for share this process's one thread with all that people do. In each turn of the event
 * loop they have a few milliseconds; a connection whose octets come later than that has its turn behind the
 * others that wait.
 */
export class BackgroundTurns {
  readonly #shareMs: number;
  readonly #waiting = new Set<Waiting>();
  #spentMs = 0;
  #hasNextTurn = false;

  constructor(shareMs = SHARE_MS) {
    this.#shareMs = shareMs;
  }

  /** Reads octets that came, now. Returns false, and reads nothing, where they have to wait: `wait` then. */
  tryNow(read: () => void): boolean {
    if (this.#waiting.size > 0 || this.#spentMs >= this.#shareMs) return false;
    this.#spend(read);
    return true;
  }

  /** Its turn comes. */
  wait(connection: Waiting): void {
    this.#waiting.add(connection);
    this.#askForTurn();
  }

  /** It waits no more: it was read, or has ended. */
  leave(connection: Waiting): void {
    this.#waiting.delete(connection);
  }

  #spend(read: () => void): void {
    const startedAt = performance.now();
    read();
    this.#spentMs += performance.now() - startedAt;
    this.#askForTurn();
  }

  #askForTurn(): void {
    if (this.#hasNextTurn) return;
    this.#hasNextTurn = true;
    setImmediate(this.#takeTurn);
  }

  readonly #takeTurn = (): void => {
    this.#hasNextTurn = false;
    this.#spentMs = 0;
    for (const connection of this.#waiting) {
      this.#waiting.delete(connection);
      this.#spend(() => connection.proceed());
      if (this.#spentMs >= this.#shareMs) break;
    }
    if (this.#waiting.size > 0) this.#askForTurn();
  };
}

/** One for the process, as its thread is. */
export const backgroundTurns = new BackgroundTurns();
