import type { BackgroundCommand, CommandSource } from "../../pop3/engine/exchange.ts";

/** Two background sources, each in its turn: a search goes on while headers are still read, and the other way round. */
export class BackgroundLane implements CommandSource {
  readonly #headers: CommandSource;
  readonly #search: () => CommandSource | undefined;
  #isSearchTurn = false;

  constructor(headers: CommandSource, search: () => CommandSource | undefined) {
    this.#headers = headers;
    this.#search = search;
  }

  next(): BackgroundCommand | undefined {
    this.#isSearchTurn = !this.#isSearchTurn;
    const headers = () => this.#headers.next();
    const search = () => this.#search()?.next();
    return this.#isSearchTurn ? (search() ?? headers()) : (headers() ?? search());
  }
}
