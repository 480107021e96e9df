import { GrowingBuffer } from "../../messages/growing-buffer.ts";
import { MAX_SEARCHED_OCTETS } from "../../messages/search/search-message.ts";
import { MemoryMessage } from "../../messages/store/memory-message.ts";
import type { BodySink } from "../../pop3/engine/exchange.ts";

/** Keeps a message off the line until it is looked through. Some servers send more than LIST promised. */
export class SearchSink implements BodySink {
  readonly #kept = new GrowingBuffer();
  readonly #received: (octets: number) => void;

  constructor(received: (octets: number) => void) {
    this.#received = received;
  }

  write(octets: Buffer): boolean {
    this.#received(octets.length);
    this.#kept.append(octets.subarray(0, MAX_SEARCHED_OCTETS - this.#kept.octets));
    return true;
  }

  /** To be taken once. */
  message(): MemoryMessage {
    return new MemoryMessage(this.#kept.take());
  }
}
