import { GrowingBuffer } from "../growing-buffer.ts";

const LF = 0x0a;
const CR = 0x0d;

/** A line is taken in pieces of this size if it does not end: nothing longer is ever waited for. */
const PIECE_OCTETS = 4 * 1024;

/** Gathers the octets of one header up to its empty line, and no more than its limit. */
export class HeaderCollector {
  readonly #limit: number;
  readonly #kept = new GrowingBuffer();
  #isCut = false;
  #isAtLineStart = true;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isAtLineStart(): boolean {
    return this.#isAtLineStart;
  }

  /** Whether octets were left out. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** What was gathered; to be asked once. */
  bytes(): Buffer {
    return this.#kept.take();
  }

  /** Takes one line, or a piece of one; `next` is undefined if more octets are needed to tell. */
  take(octets: Buffer, at: number, isEnd: boolean): { next: number | undefined; isComplete: boolean } {
    const newline = octets.subarray(at, at + PIECE_OCTETS).indexOf(LF);
    if (newline === -1) {
      const isWaiting = octets.length - at < PIECE_OCTETS && !isEnd;
      if (isWaiting) return { next: undefined, isComplete: false };
      const next = Math.min(octets.length, at + PIECE_OCTETS);
      this.#keep(octets.subarray(at, next));
      this.#isAtLineStart = false;
      return { next, isComplete: false };
    }
    const isEmpty = newline === 0 || (newline === 1 && octets[at] === CR);
    const isComplete = isEmpty && this.#isAtLineStart;
    this.#isAtLineStart = true;
    const next = at + newline + 1;
    this.#keep(octets.subarray(at, next));
    return { next, isComplete };
  }

  #keep(piece: Buffer): void {
    const kept = piece.subarray(0, Math.max(0, this.#limit - this.#kept.octets));
    this.#isCut ||= kept.length < piece.length;
    this.#kept.append(kept);
  }
}
