import type { Maildrop } from "./maildrop.ts";

/**
 * Since which reading each message has surely been there, from one reading to the next. Whoever points at
 * a message of an earlier reading means this one only if it was there then, and never went in between:
 * a unique-id that came back belongs to another, even of the same size.
 */
export class Lineage {
  /** Of messages that came after the first reading. */
  #since: ReadonlyMap<string, number> = new Map();
  #first: number | undefined;

  /** @param generation of the new reading; grows, and readings that are the same may share one */
  read(before: Maildrop, after: Maildrop, generation: number): void {
    if (this.#first === undefined) {
      this.#first = generation;
      return;
    }
    const since = new Map<string, number>();
    for (const { uid } of after.messages) {
      const earlier = before.find(uid);
      const isSame = earlier !== undefined && after.stillHas(earlier);
      const arrived = isSame ? this.#since.get(uid) : generation;
      if (arrived !== undefined) since.set(uid, arrived);
    }
    this.#since = since;
  }

  /**
   * Whether a message of the last reading is surely the one that the reading of this generation showed under
   * its name. No reading before the first is known, which may have been one of another process.
   */
  isSameSince(uid: string, generation: number): boolean {
    if (this.#first === undefined || generation < this.#first) return false;
    return (this.#since.get(uid) ?? this.#first) <= generation;
  }
}
