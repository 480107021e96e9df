import type { BodySink } from "../../pop3/engine/exchange.ts";

/** A list row needs six fields; nobody's header is longer than this for an honest reason. */
const MAX_HEADER_OCTETS = 64 * 1024;

const EMPTY_LINE = Buffer.from("\r\n\r\n");
const BARE_EMPTY_LINE = Buffer.from("\n\n");

/** Keeps a message's header and drops what comes behind it: some servers send the body with TOP n 0. */
export class HeaderSink implements BodySink {
  #chunks: Buffer[] = [];
  #octets = 0;
  #isComplete = false;

  write(octets: Buffer): boolean {
    if (this.#isComplete) return true;
    const kept = octets.subarray(0, MAX_HEADER_OCTETS - this.#octets);
    this.#chunks.push(kept);
    this.#octets += kept.length;
    // One that lies across two chunks is passed over here: then more is kept than needed, within the limit.
    const hasBlankLine = kept.includes(EMPTY_LINE) || kept.includes(BARE_EMPTY_LINE);
    this.#isComplete = hasBlankLine || this.#octets >= MAX_HEADER_OCTETS;
    return true;
  }

  /** The header, copied off the socket's buffers. */
  header(): Buffer {
    const all = Buffer.concat(this.#chunks);
    const end = all.indexOf(EMPTY_LINE);
    return end === -1 ? all : all.subarray(0, end + EMPTY_LINE.length);
  }
}
