import type { Address } from "@popgate/shared/api/address";
import type { HeaderRow } from "../../messages/header/header-row.ts";

/**
 * Characters of all headers of one mailbox: 200,000 honest ones of 150, or some thousand of those that
 * are as long as a hostile sender can make them. Two octets each at worst.
 */
const MAX_CHARACTERS = 32 * 1024 * 1024;
/** What a row costs beside its text: objects and the place in the map. */
const ROW_CHARACTERS = 100;

/** The headers that were read, within a bound: beyond it the one read longest ago goes for each new one. */
export class HeaderBook {
  readonly #maxCharacters: number;
  readonly #rows = new Map<string, HeaderRow>();
  #characters = 0;

  constructor(maxCharacters = MAX_CHARACTERS) {
    this.#maxCharacters = maxCharacters;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** False when another one would cost one that is here: only what somebody looks at is worth that. */
  get hasRoom(): boolean {
    return this.#characters < this.#maxCharacters;
  }

  has(uid: string): boolean {
    return this.#rows.has(uid);
  }

  get(uid: string): HeaderRow | undefined {
    return this.#rows.get(uid);
  }

  /** @returns those that had to go for it */
  set(uid: string, row: HeaderRow): { readonly pushedOut: readonly string[] } {
    this.delete(uid);
    this.#rows.set(uid, row);
    this.#characters += charactersOf(uid, row);
    const pushedOut: string[] = [];
    for (const oldest of this.#rows.keys()) {
      if (this.#characters <= this.#maxCharacters || oldest === uid) break;
      this.delete(oldest);
      pushedOut.push(oldest);
    }
    return { pushedOut };
  }

  delete(uid: string): void {
    const row = this.#rows.get(uid);
    if (row === undefined) return;
    this.#rows.delete(uid);
    this.#characters -= charactersOf(uid, row);
  }

  /** Drops what does not pass. */
  keep(passes: (uid: string) => boolean): void {
    for (const uid of this.#rows.keys()) if (!passes(uid)) this.delete(uid);
  }
}

function charactersOf(uid: string, { subject, from, to, thread }: HeaderRow): number {
  const addresses = [...(from === null ? [] : [from]), ...to];
  return (
    ROW_CHARACTERS +
    uid.length +
    subject.length +
    // Four characters are the eight octets of a number.
    thread.references.length * 4 +
    addresses.reduce((sum, each) => sum + lengthOf(each), 0)
  );
}

function lengthOf({ name, address }: Address): number {
  return ROW_CHARACTERS + name.length + address.length;
}
