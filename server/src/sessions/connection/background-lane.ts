import type { BackgroundCommand, CommandSource } from "../../pop3/engine/exchange.ts";

/** Two background sources, each in its turn: a search goes on while headers are still read, and the other way round. */
export class BackgroundLane implements CommandSource {
  readonly #headers: CommandSource;
  readonly #errand: () => CommandSource | undefined;
  #isErrandsTurn = false;

  constructor(headers: CommandSource, errand: () => CommandSource | undefined) {
    this.#headers = headers;
    this.#errand = errand;
  }

  next(): BackgroundCommand | undefined {
    this.#isErrandsTurn = !this.#isErrandsTurn;
    const headers = () => this.#headers.next();
    const errand = () => this.#errand()?.next();
    return this.#isErrandsTurn ? (errand() ?? headers()) : (headers() ?? errand());
  }
}
