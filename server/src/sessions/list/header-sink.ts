import { GrowingBuffer } from "../../messages/growing-buffer.ts";
import type { BodySink } from "../../pop3/engine/exchange.ts";

/** A list row needs six fields of it, and honest headers are far shorter. */
const MAX_HEADER_OCTETS = 64 * 1024;

const EMPTY_LINE = Buffer.from("\r\n\r\n");
const BARE_EMPTY_LINE = Buffer.from("\n\n");

/** Keeps a message's header and drops what comes behind it: some servers send the body with TOP n 0. */
export class HeaderSink implements BodySink {
  readonly #kept = new GrowingBuffer();
  #isComplete = false;

  write(octets: Buffer): boolean {
    if (this.#isComplete) return true;
    const chunk = octets.subarray(0, MAX_HEADER_OCTETS - this.#kept.octets);
    this.#kept.append(chunk);
    // An empty line that is split between two chunks goes unnoticed: then more is kept, up to the limit.
    const hasEmptyLine = chunk.includes(EMPTY_LINE) || chunk.includes(BARE_EMPTY_LINE);
    this.#isComplete = hasEmptyLine || this.#kept.octets >= MAX_HEADER_OCTETS;
    return true;
  }

  /** The header with its empty line, as far as it was sent and kept; to be taken once. */
  takeHeader(): Buffer {
    const all = this.#kept.take();
    const end = all.indexOf(EMPTY_LINE);
    return end === -1 ? all : all.subarray(0, end + EMPTY_LINE.length);
  }
}
