import { GrowingBuffer } from "../../messages/growing-buffer.ts";
import { MemoryMessage } from "../../messages/store/memory-message.ts";
import type { BodySink } from "../../pop3/engine/exchange.ts";

/** Keeps a message off the line until it is looked through, as far as there is room for it. */
export class SearchSink implements BodySink {
  readonly #kept = new GrowingBuffer();
  readonly #room: number;
  readonly #received: (octets: number) => void;
  #isCut = false;

  /** @param room octets; some servers send more than LIST promised, and a hostile one without end */
  constructor(room: number, received: (octets: number) => void) {
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

  /** To be taken once. */
  message(): MemoryMessage {
    return new MemoryMessage(this.#kept.take());
  }
}
