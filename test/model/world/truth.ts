/**
 * The whole model: which messages there are, by what they say and not by a unique-id, and which of them
 * somebody asked to remove. Everything else must be in the maildrop for ever.
 */
export class Truth {
  readonly #delivered = new Set<string>();
  #mayGo = new Set<string>();

  deliver(message: string): void {
    this.#delivered.add(message);
  }

  /** A commit named it, or another client removed it. */
  mayGo(message: string): void {
    this.#mayGo.add(message);
  }

  /** A commit that was refused, or that is over, is no permission for later. */
  onlyThese(messages: readonly string[], present: readonly string[]): void {
    this.#mayGo = new Set([...messages, ...this.gone(present)]);
  }

  /** What is not in the maildrop. */
  gone(present: readonly string[]): string[] {
    const there = new Set(present);
    return [...this.#delivered].filter((message) => !there.has(message));
  }

  /** What is not in the maildrop, though nobody asked to remove it. */
  lost(present: readonly string[]): string[] {
    return this.gone(present).filter((message) => !this.#mayGo.has(message));
  }
}
