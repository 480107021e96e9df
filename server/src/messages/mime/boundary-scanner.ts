const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/** RFC 2046 §5.1.1 allows boundaries of 70 characters; longer ones occur, lines beyond RFC 5322 §2.1.1 do not. */
const MAX_BOUNDARY_LINE_OCTETS = 1000;
const NOTHING = Buffer.alloc(0);

export interface Boundary {
  /** Of the multipart that it belongs to, from 0. Those further in end without a boundary of their own. */
  readonly depth: number;
  readonly isClosing: boolean;
  /** Of the line break before it, which is its own. */
  readonly breakOctets: number;
}

export interface Step {
  /** What belongs to the part, in order. */
  readonly content: readonly Buffer[];
  readonly boundary?: Boundary;
  /** Where to go on; undefined if more octets are needed to tell. */
  readonly next: number | undefined;
}

type Match =
  | { kind: "boundary"; boundary: Omit<Boundary, "breakOctets">; end: number }
  | { kind: "none" }
  | { kind: "unknown" };

/**
 * Finds boundary lines in a body. The line break before a boundary belongs to the boundary (RFC 2046
 * §5.1.1), so breaks before two dashes are held back until the line behind them is known.
 */
export class BoundaryScanner {
  #boundaries: string[] = [];
  #held: Buffer = NOTHING;
  #isAtLineStart = true;

  /** A part's body begins. */
  begin(): void {
    this.#held = NOTHING;
    this.#isAtLineStart = true;
  }

  enter(boundary: string): void {
    // The parameter was decoded as text; the body's octets are compared as latin1.
    this.#boundaries.push(Buffer.from(boundary.trimEnd(), "utf8").toString("latin1"));
  }

  /** Keeps the outer `depth` multiparts. */
  leave(depth: number): void {
    this.#boundaries.length = depth;
  }

  next(octets: Buffer, at: number, isEnd: boolean): Step {
    if (this.#boundaries.length === 0) return { content: [octets.subarray(at)], next: octets.length };
    if (!this.#isAtLineStart) return this.#toNextLine(octets, at, isEnd, NOTHING);
    const match = this.matchAt(octets, at, isEnd);
    if (match.kind === "unknown") return { content: [], next: undefined };
    const held = this.#held;
    this.#held = NOTHING;
    this.#isAtLineStart = match.kind === "boundary";
    if (match.kind === "none") return this.#toNextLine(octets, at, isEnd, held);
    return { content: [], boundary: { ...match.boundary, breakOctets: held.length }, next: match.end };
  }

  /** Whether a boundary line stands at `at`, which is the start of a line. */
  matchAt(octets: Buffer, at: number, isEnd: boolean): Match {
    if (this.#boundaries.length === 0) return { kind: "none" };
    const isShort = octets.length - at < 2 && !isEnd;
    if (isShort && octets[at] === DASH) return { kind: "unknown" };
    if (octets[at] !== DASH || octets[at + 1] !== DASH) return { kind: "none" };
    const newline = octets.subarray(at, at + MAX_BOUNDARY_LINE_OCTETS).indexOf(LF);
    if (newline === -1 && !isEnd && octets.length - at < MAX_BOUNDARY_LINE_OCTETS) return { kind: "unknown" };
    const end = newline === -1 ? octets.length : at + newline + 1;
    const boundary = this.#find(octets.toString("latin1", at + 2, end).trimEnd());
    return boundary === undefined ? { kind: "none" } : { kind: "boundary", boundary, end };
  }

  #find(line: string): Omit<Boundary, "breakOctets"> | undefined {
    for (let depth = this.#boundaries.length - 1; depth >= 0; depth -= 1) {
      const boundary = this.#boundaries[depth];
      if (line === boundary) return { depth, isClosing: false };
      if (line === `${boundary}--`) return { depth, isClosing: true };
    }
    return undefined;
  }

  /** Content up to the next line that begins with two dashes. */
  #toNextLine(octets: Buffer, at: number, isEnd: boolean, held: Buffer): Step {
    const found = octets.indexOf("\n--", at, "latin1");
    if (found === -1) {
      const end = isEnd ? octets.length : possibleBreak(octets, at);
      return { content: [held, octets.subarray(at, end)], next: end === at && !isEnd ? undefined : end };
    }
    const lineEnd = found > at && octets[found - 1] === CR ? found - 1 : found;
    this.#held = Buffer.from(octets.subarray(lineEnd, found + 1));
    this.#isAtLineStart = true;
    return { content: [held, octets.subarray(at, lineEnd)], next: found + 1 };
  }
}

/** Where a line break begins at the end of the octets, which may be one before a boundary. */
function possibleBreak(octets: Buffer, at: number): number {
  let end = octets.length;
  if (end > at && octets[end - 1] === DASH && octets[end - 2] === LF) end -= 1;
  if (end > at && octets[end - 1] === LF) end -= 1;
  else if (end !== octets.length) return octets.length;
  return end > at && octets[end - 1] === CR ? end - 1 : end;
}
