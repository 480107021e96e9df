const DOT = Buffer.from(".");
const MARKER = Buffer.from("\r\n.");
const CR = 0x0d;
const LF = 0x0a;

/** RFC 1939 §3: what ends a multi-line response. */
export const TERMINATOR = Buffer.from(".\r\n");

/**
 * Adds the dots that the multi-line form needs, chunk by chunk (RFC 1939 §3). Lines end with CRLF;
 * the caller gives a message in that form and learns at the end whether a last CRLF is missing.
 */
export class DotStuffer {
  /** How much of CRLF the octets so far end with; the start of a message counts as a line start. */
  #tail: "crlf" | "cr" | "other" = "crlf";

  /** @returns the stuffed octets: views of the chunk with dots between */
  stuff(chunk: Buffer): Buffer[] {
    if (chunk.length === 0) return [];
    const parts: Buffer[] = [];
    let start = 0;
    if (this.#tail === "crlf" && chunk[0] === 0x2e) parts.push(DOT);
    if (this.#tail === "cr" && chunk[0] === LF && chunk[1] === 0x2e) {
      parts.push(chunk.subarray(0, 1), DOT);
      start = 1;
    }
    for (;;) {
      const found = chunk.indexOf(MARKER, start);
      if (found === -1) break;
      parts.push(chunk.subarray(start, found + 2), DOT);
      start = found + 2;
    }
    parts.push(chunk.subarray(start));
    this.#tail = this.#tailAfter(chunk);
    return parts;
  }

  /** What closes the response: the missing CRLF, if it is missing, and the terminator. */
  end(): Buffer {
    return this.#tail === "crlf" ? TERMINATOR : Buffer.concat([Buffer.from("\r\n"), TERMINATOR]);
  }

  #tailAfter(chunk: Buffer): "crlf" | "cr" | "other" {
    const last = chunk.at(-1);
    if (last === CR) return "cr";
    if (last !== LF) return "other";
    const before = chunk.length > 1 ? chunk.at(-2) === CR : this.#tail === "cr";
    return before ? "crlf" : "other";
  }
}
