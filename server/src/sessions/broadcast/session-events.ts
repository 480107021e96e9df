import type { ServerEvent } from "@popgate/shared/api/events";

type Listener = (event: ServerEvent) => void;

/** Who wants to hear of one mailbox. */
export class SessionEvents {
  readonly #listeners = new Set<Listener>();

  emit(event: ServerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** @returns what ends the subscription */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
