import { MaildropSession, type NumberingFaults } from "./maildrop-session.ts";
import { messageOf, type MessageSource } from "./message-source.ts";

/** A message of a maildrop; its unique-id never changes (RFC 1939 §7). */
export interface StoredMessage {
  readonly uid: string;
  readonly source: MessageSource;
}

/** One user's maildrop as it is between sessions, and the one session that may hold it. */
export interface Maildrop {
  readonly user: string;
  readonly password: string;
  readonly initial: readonly StoredMessage[];
  messages: readonly StoredMessage[];
  session: MaildropSession | undefined;
  /** How many there were. */
  logins: number;
}

export type MaildropErrorCode = "unknown-user" | "in-use" | "duplicate-user";

export class MaildropError extends Error {
  override readonly name = "MaildropError";
  readonly code: MaildropErrorCode;

  constructor(code: MaildropErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What happened to a maildrop; `user` names it. */
export type MaildropEvent =
  | { readonly kind: "delivered"; readonly user: string; readonly uid: string }
  | { readonly kind: "locked"; readonly user: string }
  | { readonly kind: "released"; readonly user: string }
  | { readonly kind: "updated"; readonly user: string; readonly removed: readonly string[] };

/** All maildrops of the server, in memory. What a session deletes goes only through `MaildropSession`. */
export class MaildropStore {
  readonly #maildrops = new Map<string, Maildrop>();
  readonly #newUid: () => string;
  readonly #emit: (event: MaildropEvent) => void;
  readonly #faults: () => NumberingFaults;

  constructor(options: {
    newUid: () => string;
    emit: (event: MaildropEvent) => void;
    faults: () => NumberingFaults;
  }) {
    this.#newUid = options.newUid;
    this.#emit = options.emit;
    this.#faults = options.faults;
  }

  /** @throws MaildropError `duplicate-user` */
  create(user: string, password: string, messages: readonly StoredMessage[] = []): void {
    if (this.#maildrops.has(user)) throw new MaildropError("duplicate-user", `mailbox ${user} exists`);
    this.#maildrops.set(user, { user, password, initial: messages, messages, session: undefined, logins: 0 });
  }

  passwordOf(user: string): string | undefined {
    return this.#maildrops.get(user)?.password;
  }

  /**
   * Adds a message at the end. A session that is open does not see it: its numbers were fixed at login.
   * @throws MaildropError `unknown-user`
   */
  deliver(user: string, octets: Buffer, uid: string = this.#newUid()): string {
    const maildrop = this.#maildrop(user);
    maildrop.messages = [...maildrop.messages, { uid, source: messageOf(octets) }];
    this.#emit({ kind: "delivered", user, uid });
    return uid;
  }

  /** The maildrop as it is now, whatever a session has marked. @throws MaildropError `unknown-user` */
  peek(user: string): readonly StoredMessage[] {
    return this.#maildrop(user).messages;
  }

  isLocked(user: string): boolean {
    return this.#maildrop(user).session !== undefined;
  }

  /** Moves the first messages behind the others; their unique-ids stay. @throws MaildropError `unknown-user` */
  renumber(user: string, first: number): void {
    const maildrop = this.#maildrop(user);
    maildrop.messages = [...maildrop.messages.slice(first), ...maildrop.messages.slice(0, first)];
  }

  /** Puts back the messages that the mailbox began with. @throws MaildropError `unknown-user` */
  reset(user: string): void {
    const maildrop = this.#maildrop(user);
    maildrop.messages = maildrop.initial;
  }

  /**
   * Locks the maildrop and takes the snapshot that the session works on.
   *
   * @param isShared a second session gets in, and holds no lock
   * @throws MaildropError `unknown-user`, `in-use`
   */
  open(user: string, isShared = false): MaildropSession {
    const maildrop = this.#maildrop(user);
    const session = () => new MaildropSession(maildrop, this.#emit, this.#faults);
    if (maildrop.session !== undefined && isShared) return session();
    if (maildrop.session !== undefined) throw new MaildropError("in-use", `maildrop of ${user} is locked`);
    maildrop.session = session();
    this.#emit({ kind: "locked", user });
    return maildrop.session;
  }

  #maildrop(user: string): Maildrop {
    const maildrop = this.#maildrops.get(user);
    if (maildrop === undefined) throw new MaildropError("unknown-user", `no mailbox ${user}`);
    return maildrop;
  }
}
