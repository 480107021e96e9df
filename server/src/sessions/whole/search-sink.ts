import { SearchText } from "../../messages/search/search-text.ts";
import type { BodySink } from "../../pop3/engine/exchange.ts";

/** Some servers send the whole message whatever TOP's line count says, or more than LIST promised. */
const MAX_OCTETS = 20 * 1024 * 1024;

/** Reads a message's words off the line. What goes wrong here must not look like a server's breach. */
export class SearchSink implements BodySink {
  readonly #text = new SearchText();
  readonly #received: (octets: number) => void;
  #octets = 0;
  #hasFailed = false;

  constructor(received: (octets: number) => void) {
    this.#received = received;
  }

  write(octets: Buffer): boolean {
    this.#received(octets.length);
    if (this.#hasFailed || this.#octets >= MAX_OCTETS) return true;
    this.#octets += octets.length;
    try {
      this.#text.write(octets);
    } catch {
      // Told as a message that could not be looked through.
      this.#hasFailed = true;
    }
    return true;
  }

  /** @returns undefined where the message could not be read */
  words(): string | undefined {
    if (this.#hasFailed) return undefined;
    try {
      return this.#text.end();
    } catch {
      return undefined;
    }
  }
}
