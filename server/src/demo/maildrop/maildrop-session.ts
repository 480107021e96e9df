import type { Maildrop, MaildropEvent, StoredMessage } from "./maildrop-store.ts";

/** A message with the number that it has in one session. */
export interface NumberedMessage extends StoredMessage {
  readonly number: number;
}

/**
 * A maildrop held by one session: the snapshot of login, and its marks. Nothing leaves the maildrop
 * but through `update`; whoever holds this must call `update` or `release`, and once is enough.
 */
export class MaildropSession {
  readonly #maildrop: Maildrop;
  readonly #emit: (event: MaildropEvent) => void;
  readonly #snapshot: readonly StoredMessage[];
  readonly #messages: readonly NumberedMessage[];
  readonly #marked = new Set<number>();

  constructor(maildrop: Maildrop, emit: (event: MaildropEvent) => void) {
    this.#maildrop = maildrop;
    this.#emit = emit;
    this.#snapshot = maildrop.messages;
    this.#messages = this.#snapshot.map((message, index) => ({ ...message, number: index + 1 }));
  }

  get user(): string {
    return this.#maildrop.user;
  }

  /** Messages that are not marked, in order of their numbers. */
  present(): NumberedMessage[] {
    return this.#messages.filter((message) => !this.#marked.has(message.number));
  }

  /** The octets of all messages that are not marked: the second number of STAT. */
  octets(): number {
    return this.present().reduce((sum, message) => sum + message.source.octets, 0);
  }

  /** The message of that number; undefined where there is none or it is marked. */
  find(number: number): NumberedMessage | undefined {
    return this.#marked.has(number) ? undefined : this.#messages[number - 1];
  }

  /** Whether the number belongs to a message that is marked: -ERR for another reason. */
  isMarked(number: number): boolean {
    return this.#marked.has(number);
  }

  mark(number: number): void {
    this.#marked.add(number);
  }

  unmarkAll(): void {
    this.#marked.clear();
  }

  /**
   * The UPDATE state (RFC 1939 §6): removes what is marked, all at once, and unlocks.
   *
   * @param mayRemove how many of the marked ones can be removed, from the lowest number on
   * @returns the unique-ids removed, and how many marked messages remain
   */
  update(mayRemove: number = Infinity): { removed: readonly string[]; kept: number } {
    const marked = this.#messages.filter((message) => this.#marked.has(message.number));
    const removable = marked.slice(0, mayRemove);
    // By identity, not by unique-id: RFC 1939 §7 lets identical messages share one.
    const gone = new Set(removable.map((message) => this.#snapshot[message.number - 1]));
    const removed = removable.map((message) => message.uid);
    if (removed.length > 0) {
      this.#maildrop.messages = this.#maildrop.messages.filter((message) => !gone.has(message));
      this.#emit({ kind: "updated", user: this.user, removed });
    }
    this.release();
    return { removed, kept: marked.length - removed.length };
  }

  /** Unlocks and removes nothing: the session ended without QUIT. */
  release(): void {
    if (this.#maildrop.session !== this) return;
    this.#maildrop.session = undefined;
    this.#emit({ kind: "released", user: this.user });
  }
}
