import type { Maildrop, MaildropEvent, StoredMessage } from "./maildrop-store.ts";

/** A message with the number that it has in one session. */
export interface NumberedMessage extends StoredMessage {
  readonly number: number;
}

/** How a session's numbers and listings may go wrong; asked at each use. */
export interface NumberingFaults {
  readonly shiftsNumbers: boolean;
  readonly listsMarked: boolean;
}

/**
 * A maildrop held by one session: the snapshot of login, and its marks. Nothing leaves the maildrop
 * but through `update`; whoever holds this must call `update` or `release`, and once is enough.
 */
export class MaildropSession {
  readonly #maildrop: Maildrop;
  readonly #emit: (event: MaildropEvent) => void;
  readonly #snapshot: readonly StoredMessage[];
  readonly #faults: () => NumberingFaults;
  /** By identity, not by unique-id: RFC 1939 §7 lets identical messages share one. */
  readonly #marked = new Set<StoredMessage>();

  constructor(
    maildrop: Maildrop,
    emit: (event: MaildropEvent) => void,
    faults: () => NumberingFaults = () => SOUND,
  ) {
    this.#maildrop = maildrop;
    this.#emit = emit;
    this.#faults = faults;
    this.#snapshot = maildrop.messages;
    maildrop.logins += 1;
    this.login = maildrop.logins;
  }

  /** Which login to this maildrop it is, counted from 1. */
  readonly login: number;

  get user(): string {
    return this.#maildrop.user;
  }

  /** Messages that are not marked, in order of their numbers. */
  present(): NumberedMessage[] {
    const { listsMarked } = this.#faults();
    const present: NumberedMessage[] = [];
    for (const [index, message] of this.#numbered().entries()) {
      if (listsMarked || !this.#marked.has(message)) present.push({ ...message, number: index + 1 });
    }
    return present;
  }

  /** The octets of all messages that are not marked: the second number of STAT. */
  octets(): number {
    return this.present().reduce((sum, message) => sum + message.source.octets, 0);
  }

  /** The message of that number; undefined where there is none or it is marked. */
  find(number: number): NumberedMessage | undefined {
    const message = this.#numbered()[number - 1];
    return message === undefined || this.#marked.has(message) ? undefined : { ...message, number };
  }

  /** Whether the number belongs to a message that is marked: -ERR for another reason. */
  isMarked(number: number): boolean {
    const message = this.#numbered()[number - 1];
    return message !== undefined && this.#marked.has(message);
  }

  mark(number: number): void {
    const message = this.#numbered()[number - 1];
    if (message !== undefined) this.#marked.add(message);
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
    const marked = this.#maildrop.messages.filter((message) => this.#marked.has(message));
    const gone = new Set(marked.slice(0, mayRemove));
    const removed = [...gone].map((message) => message.uid);
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

  /** At the index of each message is its number less one. */
  #numbered(): readonly StoredMessage[] {
    if (!this.#faults().shiftsNumbers) return this.#snapshot;
    return this.#maildrop.messages.filter((message) => !this.#marked.has(message));
  }
}

const SOUND: NumberingFaults = { shiftsNumbers: false, listsMarked: false };
