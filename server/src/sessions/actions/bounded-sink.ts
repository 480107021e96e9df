import { GrowingBuffer } from "../../messages/growing-buffer.ts";
import type { BodySink } from "../../pop3/engine/exchange.ts";

/**
 * Keeps what a server sends, as far as there is room for it: some send the whole message whatever TOP asks
 * for, or more than LIST promised, and a hostile one sends without end.
 */
export class BoundedSink implements BodySink {
  readonly #kept = new GrowingBuffer();
  readonly #room: number;
  readonly #received: (octets: number) => void;
  #isCut = false;

  /**
   * @param room octets
   * @param received told of all that comes, kept or not
   */
  constructor(room: number, received: (octets: number) => void = () => {}) {
    this.#room = room;
    this.#received = received;
  }

  /** Whether more came than there was room for. */
  get isCut(): boolean {
    return this.#isCut;
  }

  write(octets: Buffer): boolean {
    this.#received(octets.length);
    const left = this.#room - this.#kept.octets;
    if (octets.length > left) this.#isCut = true;
    this.#kept.append(octets.subarray(0, left));
    return true;
  }

  /** What was kept; to be taken once. */
  take(): Buffer {
    return this.#kept.take();
  }
}
