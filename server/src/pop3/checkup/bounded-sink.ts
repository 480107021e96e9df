import type { BodySink } from "../engine/exchange.ts";
import { Pop3Error } from "../errors.ts";

/** Four times the largest message that is asked for: LIST may have told too little, but not for ever. */
const MAX_RECEIVED_OCTETS = 256 * 1024;

/** Keeps what a check-up reads. A server that sends on and on costs the connection: Pop3Error `limit`. */
export class BoundedSink implements BodySink {
  readonly #parts: Buffer[] = [];
  #length = 0;

  write(octets: Buffer): boolean {
    this.#length += octets.length;
    if (this.#length > MAX_RECEIVED_OCTETS) {
      throw new Pop3Error("limit", "a message is far longer than LIST told");
    }
    this.#parts.push(Buffer.from(octets));
    return true;
  }

  octets(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
