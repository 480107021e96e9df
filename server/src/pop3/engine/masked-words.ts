const MASK = "••••••";

/** Words that no reply may show. Parsing is not concerned: what is masked is the text that people and logs see. */
export class MaskedWords {
  #words: readonly string[] = [];

  /** Until it is called again. */
  set(words: readonly string[]): void {
    // The longest first: of "secret" and "secret word" what is left of the second must not show.
    this.#words = words.toSorted((left, right) => right.length - left.length);
  }

  in(text: string): string {
    return this.#words.reduce((masked, word) => masked.replaceAll(word, MASK), text);
  }
}
