import { isRefusal } from "../store-error.ts";
import type { Store } from "../store.ts";

export type Write = (store: Store) => Promise<void>;

/** What a thousand people change in an hour or so; the octets are those of the larger things in it. */
const MAX_WRITES = 20_000;
const MAX_OCTETS = 32 * 1024 * 1024;

/** What was written while the store failed, in its order. The oldest goes when there is too much. */
export class WriteJournal {
  #writes: { readonly write: Write; readonly octets: number; readonly key: string | undefined }[] = [];
  #octets = 0;
  #losses = 0;
  #refusals = 0;

  get isEmpty(): boolean {
    return this.#writes.length === 0;
  }

  /** @param key what it writes as a whole: an earlier write of the same is left out then */
  add(write: Write, octets: number, key?: string): void {
    if (key !== undefined) this.#leaveOut(key);
    this.#writes.push({ write, octets, key });
    this.#octets += octets;
    while (this.#writes.length > MAX_WRITES || this.#octets > MAX_OCTETS) {
      this.#shift();
      this.#losses += 1;
    }
  }

  /**
   * Writes it all to the store, what comes in meanwhile too. What fails stays, and what is behind it.
   *
   * @returns how many writes were lost, for want of room, and how many refused, for a later one is there
   * @throws whatever else the store throws
   */
  async replay(store: Store): Promise<{ losses: number; refusals: number }> {
    for (let next = this.#writes[0]; next !== undefined; next = this.#writes[0]) {
      try {
        await next.write(store);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        // It will never take this one: it has less room than the memory had, or what is newer.
        if (error.code === "overtaken") this.#refusals += 1;
        else this.#losses += 1;
      }
      // It may have gone meanwhile, to make room.
      if (this.#writes[0] === next) this.#shift();
    }
    const told = { losses: this.#losses, refusals: this.#refusals };
    this.#losses = 0;
    this.#refusals = 0;
    return told;
  }

  #leaveOut(key: string): void {
    const at = this.#writes.findIndex((each) => each.key === key);
    if (at === -1) return;
    this.#octets -= this.#writes[at]?.octets ?? 0;
    this.#writes.splice(at, 1);
  }

  #shift(): void {
    this.#octets -= this.#writes.shift()?.octets ?? 0;
  }
}
