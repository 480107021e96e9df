import { isUtf8 } from "node:buffer";
import { decodeText } from "../wire/status-line.ts";

const MASK = "••••••";

/** Words that no reply may show. Parsing is not concerned: what is masked is the text that people and logs see. */
export class MaskedWords {
  #words: readonly string[] = [];

  /** Until it is called again. */
  set(words: readonly string[]): void {
    // The longest first: of "secret" and "secret word" what is left of the second must not show.
    this.#words = words.toSorted((left, right) => right.length - left.length);
  }

  /**
   * Octets as text. A secret that is said back may stand in another charset than the words around it: where one is
   * found as it was sent, nothing is guessed of the rest, which would spell it in other letters.
   */
  decode(octets: Buffer): string {
    const characters = octets.toString("latin1");
    const masked = this.in(characters);
    return masked === characters || isUtf8(octets) ? this.in(decodeText(octets)) : masked;
  }

  in(text: string): string {
    return this.#words.reduce((masked, word) => masked.replaceAll(word, MASK), text);
  }
}
