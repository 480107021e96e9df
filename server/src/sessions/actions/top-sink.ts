import type { BodySink } from "../../pop3/engine/exchange.ts";

/** Some servers send the whole message whatever the line count says: no more than this is kept. */
const MAX_TOP_OCTETS = 1024 * 1024;

/** Keeps what TOP sends, up to a bound. */
export class TopSink implements BodySink {
  readonly #chunks: Buffer[] = [];
  #kept = 0;

  write(octets: Buffer): boolean {
    const kept = octets.subarray(0, MAX_TOP_OCTETS - this.#kept);
    if (kept.length > 0) this.#chunks.push(kept);
    this.#kept += kept.length;
    return true;
  }

  octets(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
