import type { Maildrop } from "../../maildrop/maildrop.ts";

/** What a part of a session may want to hear of. What it is called for is in the mailbox's state by then. */
export interface SessionListener {
  /** Somebody asked for something, or it has just been done. */
  active?(): void;
  /** The connection is another one, or every header is read that can be. */
  stateChanged?(): void;
  marksChanged?(): void;
  /** An action failed, or the connection was lost with none under way. */
  failed?(error: unknown): void;
  headerLearned?(uid: string): void;
  /** The maildrop was read again: what is not in both is no longer what it was. Waited for. */
  maildropRead?(before: Maildrop, after: Maildrop): Promise<void> | void;
  /** Others may have the mailbox when this has ended: what they are to find is written. Waited for. */
  lettingGo?(): Promise<void> | void;
}

/** Tells the parts of one session what has happened, in the order in which they subscribed. */
export class SessionNotifier implements Required<SessionListener> {
  readonly #listeners: SessionListener[] = [];

  subscribe(...listeners: readonly SessionListener[]): void {
    this.#listeners.push(...listeners);
  }

  active(): void {
    for (const listener of this.#listeners) listener.active?.();
  }

  stateChanged(): void {
    for (const listener of this.#listeners) listener.stateChanged?.();
  }

  marksChanged(): void {
    for (const listener of this.#listeners) listener.marksChanged?.();
  }

  failed(error: unknown): void {
    for (const listener of this.#listeners) listener.failed?.(error);
  }

  headerLearned(uid: string): void {
    for (const listener of this.#listeners) listener.headerLearned?.(uid);
  }

  async maildropRead(before: Maildrop, after: Maildrop): Promise<void> {
    for (const listener of this.#listeners) await listener.maildropRead?.(before, after);
  }

  async lettingGo(): Promise<void> {
    for (const listener of this.#listeners) await listener.lettingGo?.();
  }
}
