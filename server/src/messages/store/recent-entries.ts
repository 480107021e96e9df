import type { StoredMessage } from "./stored-message.ts";

/** Entries in order of use, with the sum of their octets. A Map keeps its order: the first is the oldest. */
export class RecentEntries<M extends StoredMessage> {
  readonly #entries = new Map<string, M>();
  #octets = 0;

  get octets(): number {
    return this.#octets;
  }

  /** Looking at it makes it the youngest. */
  get(key: string): M | undefined {
    const message = this.#entries.get(key);
    if (message === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, message);
    return message;
  }

  add(key: string, message: M): void {
    this.#entries.set(key, message);
    this.#octets += message.octets;
  }

  take(key: string): M | undefined {
    const message = this.#entries.get(key);
    if (message === undefined) return undefined;
    this.#entries.delete(key);
    this.#octets -= message.octets;
    return message;
  }

  takeOldest(): M | undefined {
    const oldest = this.#entries.keys().next();
    return oldest.done === true ? undefined : this.take(oldest.value);
  }
}
