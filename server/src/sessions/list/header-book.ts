import type { HeaderRow } from "../../messages/header/header-columns.ts";
import { packRow, unpackColumn, unpackRow, type PackedRow } from "../../messages/header/packed-row.ts";

/**
 * Of all headers of one mailbox: 130,000 honest ones of 250, or some thousand of those that are as long as a
 * hostile sender can make them.
 */
const MAX_OCTETS = 32 * 1024 * 1024;
/** What a row costs beside its octets and its unique-id: two strings' heads and the place in the map. */
const ROW_OCTETS = 100;

/** The headers that were read, within a bound: beyond it the one read longest ago goes for each new one. */
export class HeaderBook {
  readonly #maxOctets: number;
  /** The one that was read longest ago first. */
  readonly #rows = new Map<string, PackedRow>();
  #octets = 0;

  constructor(maxOctets = MAX_OCTETS) {
    this.#maxOctets = maxOctets;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** False when another one would cost one that is here: only what somebody looks at is worth that. */
  get hasRoom(): boolean {
    return this.#octets < this.#maxOctets;
  }

  has(uid: string): boolean {
    return this.#rows.has(uid);
  }

  get(uid: string): HeaderRow | undefined {
    const packed = this.#rows.get(uid);
    return packed === undefined ? undefined : unpackRow(packed);
  }

  /** One column of a row; it costs a fraction of the whole. */
  column<Name extends keyof HeaderRow>(uid: string, name: Name): HeaderRow[Name] | undefined {
    const packed = this.#rows.get(uid);
    return packed === undefined ? undefined : unpackColumn(packed, name);
  }

  /** @returns those that had to go for it */
  set(uid: string, row: HeaderRow): { readonly pushedOut: readonly string[] } {
    this.delete(uid);
    const packed = packRow(row);
    this.#rows.set(uid, packed);
    this.#octets += octetsOf(uid, packed);
    const pushedOut: string[] = [];
    for (const oldest of this.#rows.keys()) {
      if (this.#octets <= this.#maxOctets || oldest === uid) break;
      this.delete(oldest);
      pushedOut.push(oldest);
    }
    return { pushedOut };
  }

  delete(uid: string): void {
    const packed = this.#rows.get(uid);
    if (packed === undefined) return;
    this.#rows.delete(uid);
    this.#octets -= octetsOf(uid, packed);
  }

  /** Drops what does not pass. */
  keep(passes: (uid: string) => boolean): void {
    for (const uid of this.#rows.keys()) if (!passes(uid)) this.delete(uid);
  }
}

function octetsOf(uid: string, packed: PackedRow): number {
  return ROW_OCTETS + uid.length + packed.length;
}
