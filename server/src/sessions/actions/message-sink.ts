import type { MessageWriter } from "../../messages/store/message-cache.ts";
import { HeaderSink } from "../list/header-sink.ts";
import type { BodySink } from "../../pop3/engine/exchange.ts";

/**
 * Puts a message into the cache as it arrives. A cache that cannot take it gives the download up: its
 * error is ours, and thrown into the engine it would be told as a server's breach of the protocol.
 */
export class MessageSink implements BodySink {
  readonly #writer: MessageWriter;
  readonly #handler: { progressed(octets: number): void; failed(): void };
  readonly #header = new HeaderSink();
  #error: Error | undefined;

  constructor(writer: MessageWriter, handler: { progressed(octets: number): void; failed(): void }) {
    this.#writer = writer;
    this.#handler = handler;
  }

  /** Why the cache could not take the message; undefined as long as it can. */
  get error(): Error | undefined {
    return this.#error;
  }

  get octets(): number {
    return this.#writer.octets;
  }

  /** The header that arrived; to be taken once. */
  takeHeader(): Buffer {
    return this.#header.takeHeader();
  }

  write(octets: Buffer): boolean {
    this.#header.write(octets);
    try {
      const isRoomy = this.#writer.write(octets);
      this.#handler.progressed(this.#writer.octets);
      return isRoomy;
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error("the cache failed", { cause: error });
      this.#handler.failed();
      return true;
    }
  }

  onDrain(listener: () => void): void {
    this.#writer.onDrain(listener);
  }
}
