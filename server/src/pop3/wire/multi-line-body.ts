import type { LineEnding } from "./response-decoder.ts";

const LF = 0x0a;
const CR = 0x0d;
const DOT = 0x2e;

/** Where the last octet left us. `lineStart` follows a line ending of the response's own kind. */
type Position = "lineStart" | "midLine" | "afterCr" | "dot" | "dotCr";

/**
 * The lines of one multi-line response (RFC 1939 §3): finds the terminator, undoes dot-stuffing.
 * Mail passes through in views of the given chunks; only octets withheld at a chunk's end (a dot, a
 * CR behind it) are held as state, so a line may be of any length.
 */
export class MultiLineBody {
  readonly #emit: (octets: Buffer) => void;
  /** The octets before a line-starting dot: in a CRLF response a bare LF ends no line. */
  readonly #marker: Buffer;
  readonly #isCrlf: boolean;
  #position: Position = "lineStart";
  #isComplete = false;
  /** The last octets that came, as many as a terminator and the octet before it have. */
  #tail = "";

  constructor(ending: LineEnding, emit: (octets: Buffer) => void) {
    this.#emit = emit;
    this.#isCrlf = ending === "crlf";
    this.#marker = this.#isCrlf ? CRLF_DOT : LF_DOT;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** True when everything but the LF of a terminator has come. */
  get isAtDotCr(): boolean {
    return this.#position === "dotCr";
  }

  /**
   * True when a dot line has come last that only a bare LF parts from the lines before it: text in a
   * response with CRLF, unless nothing follows. Citadel ends TOP so.
   */
  get isAtStrayDotLine(): boolean {
    return this.#isCrlf && this.#tail.endsWith("\n.\r\n");
  }

  /** @returns the index behind the last octet that belongs to this body */
  push(chunk: Buffer, start: number): number {
    let index = start;
    while (index < chunk.length && !this.#isComplete) {
      index = this.#isInLine() ? this.#passLines(chunk, index) : this.#step(chunk, index);
    }
    const last = chunk.toString("latin1", Math.max(start, index - TAIL_OCTETS), index);
    this.#tail = (this.#tail + last).slice(-TAIL_OCTETS);
    return index;
  }

  #isInLine(): boolean {
    return this.#position === "midLine";
  }

  /** The fast path: everything up to the next line-starting dot goes out as one view. */
  #passLines(chunk: Buffer, start: number): number {
    const found = this.#nextMarker(chunk, start);
    if (found === -1) {
      this.#emit(start === 0 ? chunk : chunk.subarray(start));
      this.#position = this.#positionAfter(chunk);
      return chunk.length;
    }
    const dot = found + this.#marker.length - 1;
    this.#emit(chunk.subarray(start, dot));
    this.#position = "dot";
    return dot + 1;
  }

  /**
   * Where the next line-starting dot's marker is. Attachments hold no dot but those, and one octet is
   * found several times as fast as three; text is full of them, and goes by the marker.
   */
  #nextMarker(chunk: Buffer, start: number): number {
    const before = this.#marker.length - 1;
    let from = start + before;
    for (let tries = 0; tries < MAX_DOT_TRIES; tries += 1) {
      const dot = chunk.indexOf(DOT, from);
      if (dot === -1) return -1;
      if (chunk[dot - 1] === LF && (!this.#isCrlf || chunk[dot - 2] === CR)) return dot - before;
      from = dot + 1;
    }
    return chunk.indexOf(this.#marker, from - before);
  }

  /** One octet at a place where its meaning depends on the ones before it. */
  #step(chunk: Buffer, index: number): number {
    const octet = chunk[index];
    switch (this.#position) {
      case "lineStart":
        if (octet === DOT) {
          this.#position = "dot";
          return index + 1;
        }
        this.#position = "midLine";
        return index;
      case "afterCr":
        if (octet === LF) {
          this.#emit(chunk.subarray(index, index + 1));
          this.#position = "lineStart";
          return index + 1;
        }
        this.#position = "midLine";
        return index;
      case "dot":
        return this.#stepAfterDot(octet, index);
      case "dotCr":
        if (octet === LF) {
          this.#isComplete = true;
          return index + 1;
        }
        // A stuffed line that begins with CR: give back what was withheld.
        this.#emit(A_CR);
        this.#position = "midLine";
        return index;
      case "midLine":
        return index;
      default:
        return this.#position satisfies never;
    }
  }

  #stepAfterDot(octet: number | undefined, index: number): number {
    if (octet === CR) {
      this.#position = "dotCr";
      return index + 1;
    }
    if (octet === LF && !this.#isCrlf) {
      this.#isComplete = true;
      return index + 1;
    }
    // Stuffed: the dot is dropped, the octet behind it belongs to the line.
    this.#position = "midLine";
    return index;
  }

  #positionAfter(chunk: Buffer): Position {
    const last = chunk.at(-1);
    if (!this.#isCrlf) return last === LF ? "lineStart" : "midLine";
    if (last === CR) return "afterCr";
    return last === LF && chunk.at(-2) === CR ? "lineStart" : "midLine";
  }
}

/** LF, dot, CR, LF. */
const TAIL_OCTETS = 4;
/** Dots that begin no line before the rest of a chunk is taken for text. */
const MAX_DOT_TRIES = 8;
const CRLF_DOT = Buffer.from("\r\n.");
const LF_DOT = Buffer.from("\n.");
const A_CR = Buffer.from("\r");
