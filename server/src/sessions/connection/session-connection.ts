import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import { Maildrop } from "../../maildrop/maildrop.ts";
import { MarkSet } from "../../maildrop/marks.ts";
import { rebindMarks } from "../../maildrop/rebind.ts";
import type { Pop3Client, SignedInSession } from "../../pop3/client/client.ts";
import type { Dial } from "../../pop3/opening/connection.ts";
import type { Deadlines } from "../../pop3/deadlines.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import { openClient } from "../../pop3/opening/open-client.ts";
import { TranscriptLog } from "../../pop3/transcript-log.ts";
import type { Account } from "./account.ts";
import { applyMarks } from "./apply-marks.ts";
import { HeaderSweep } from "../list/header-sweep.ts";
import { readMaildrop } from "./read-maildrop.ts";
import { Rows } from "../list/rows.ts";

/**
 * A server may need a moment to see that our last connection is gone. Waits between tries, in
 * milliseconds; about six seconds in all.
 */
const IN_USE_WAITS_MS = [200, 400, 800, 1_600, 3_200];

export interface ConnectionOptions {
  readonly account: Account;
  readonly secret: () => string;
  readonly dial: Dial;
  readonly deadlines: Deadlines;
}

/** What the connection tells the session that owns it. */
export interface ConnectionHandler {
  stateChanged(): void;
  marksChanged(): void;
  headerLearned(uid: string): void;
  /** The maildrop was read again: what is not in both readings is no longer what it was. */
  maildropRead(before: Maildrop, after: Maildrop): void;
}

/** The POP3 session's life, each state with the data that it owns. */
export type ConnectionState =
  | { readonly kind: "connecting" }
  | { readonly kind: "transaction"; readonly client: Pop3Client; readonly sweep: HeaderSweep }
  | { readonly kind: "released" }
  | { readonly kind: "lost"; readonly error: Pop3Error };

/** A live transaction, as the operations of a session need it. */
export interface Transaction {
  readonly client: Pop3Client;
  readonly maildrop: Maildrop;
}

/**
 * The one connection of a mailbox: makes it, remakes it, lets it go. Keeps across connections what is
 * not the server's to forget: marks by unique-id, rows, the transcript.
 */
export class SessionConnection {
  readonly log = new TranscriptLog();
  readonly marks = new MarkSet();
  readonly rows: Rows;
  readonly #options: ConnectionOptions;
  readonly #handler: ConnectionHandler;
  /** Gives up a sign-in under way when the mailbox is signed out. */
  readonly #closing = new AbortController();
  #state: ConnectionState = { kind: "connecting" };
  /** The last one that signed in, alive or not: between two states it belongs to none of them. */
  #client: Pop3Client | undefined;
  #maildrop = Maildrop.empty;
  #octets = 0;
  #checkedAt = 0;
  #signedInAt = 0;
  #lastSession: SignedInSession | undefined;

  constructor(options: ConnectionOptions, handler: ConnectionHandler) {
    this.#options = options;
    // Each phase of a sign-in leaves it only when its time is over: some at once are no leak.
    setMaxListeners(0, this.#closing.signal);
    this.#handler = handler;
    this.rows = new Rows((uid) => this.marks.has(uid));
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get maildrop(): Maildrop {
    return this.#maildrop;
  }

  /** How long LOGIN-DELAY (RFC 2449 §6.5) still forbids another login; 0 where it does not. */
  get loginDelayMs(): number {
    const delayMs = this.#lastSession?.capabilities.loginDelayMs ?? 0;
    return Math.max(0, this.#signedInAt + delayMs - Date.now());
  }

  /** The live transaction, or a new one. @throws Pop3Error */
  async transaction(causeId: string): Promise<Transaction> {
    const state = this.#state;
    if (state.kind === "transaction") {
      state.client.causeId = causeId;
      return { client: state.client, maildrop: this.#maildrop };
    }
    const { transaction } = await this.connect(causeId);
    return transaction;
  }

  /**
   * Makes a new connection and reads the maildrop. Marks are sent again only for messages that were
   * found again; the others are dropped and told.
   *
   * @throws Pop3Error; the state is then `lost`
   */
  async connect(causeId: string): Promise<{ transaction: Transaction; lostMarks: readonly string[] }> {
    this.#become({ kind: "connecting" });
    // As a rule it is gone; alive, it would hold the lock that the new one needs.
    this.#client?.close("another connection takes its place");
    try {
      return await this.#connect(causeId);
    } catch (error) {
      const lost =
        error instanceof Pop3Error ? error : new Pop3Error("protocol", "connecting failed", { cause: error });
      this.#become({ kind: "lost", error: lost });
      throw error;
    }
  }

  /** Lets the connection go without QUIT: nothing is deleted, the marks stay here. */
  drop(why: string, next: "released" | "connecting" = "released"): void {
    this.marks.forgetServer();
    this.#become({ kind: next });
    this.#client?.close(why);
  }

  /** QUIT is about to be sent: that the connection ends is no loss then. */
  expectEnd(): void {
    this.#become({ kind: "connecting" });
  }

  /** Drops the connection, a sign-in under way included, and makes no other. */
  close(why: string): void {
    this.#closing.abort();
    this.drop(why);
  }

  /** What the API shows of the mailbox. */
  view(id: string): Mailbox {
    const { account } = this.#options;
    const session = this.#lastSession;
    const problem = problemOf(this.#state);
    return {
      id,
      user: account.user,
      server: account.server,
      ...(account.preset === undefined ? {} : { preset: account.preset }),
      state: this.#state.kind,
      ...(problem === undefined ? {} : { problem }),
      messages: this.#maildrop.messages.length,
      octets: this.#octets,
      loaded: this.rows.loaded,
      marks: this.marks.view(this.#maildrop),
      capabilities: [...(session?.capabilities.lines ?? [])],
      greeting: session?.greeting ?? "",
      mechanism: session?.mechanism ?? "",
      secure: session?.isSecure ?? false,
      weakIds: this.#maildrop.hasWeakIds,
      checkedAt: this.#checkedAt,
      generation: this.rows.generation,
    };
  }

  async #connect(causeId: string) {
    const client = await this.#signIn(causeId);
    this.#client = client;
    // Signed out in the moment of success: nobody else would close it.
    if (this.#closing.signal.aborted) client.close("signed out");
    try {
      this.#signedInAt = Date.now();
      const { maildrop, octets } = await readMaildrop(client);
      const marked = this.marks.wanted;
      this.#adopt(maildrop);
      this.#octets = octets;
      this.#lastSession = client.session;
      await applyMarks(client, maildrop, this.marks, this.marks.wanted);
      const lostMarks = [...marked].filter((uid) => !this.marks.has(uid));
      const sweep = new HeaderSweep(client, maildrop, {
        hasHeader: (uid) => this.rows.hasHeader(uid),
        isMarked: (uid) => this.marks.has(uid),
        learned: (uid, header) => {
          this.rows.learn(uid, header);
          this.#handler.headerLearned(uid);
        },
        refused: (uid) => {
          this.rows.learnUnreadable(uid);
          this.#handler.headerLearned(uid);
        },
        finished: () => this.#handler.stateChanged(),
      });
      this.#become({ kind: "transaction", client, sweep });
      this.#handler.marksChanged();
      client.onClose((error) => this.#lost(client, error));
      client.setBackground(sweep);
      return { transaction: { client, maildrop }, lostMarks };
    } catch (error) {
      client.close("the maildrop could not be read");
      throw error;
    }
  }

  /** At once and as a whole: the next reading compares with this one, even if nothing else succeeds. */
  #adopt(maildrop: Maildrop): void {
    const before = this.#maildrop;
    this.marks.want(rebindMarks(this.marks.wanted, before, maildrop));
    this.#maildrop = maildrop;
    this.#checkedAt = Date.now();
    this.rows.adopt(maildrop);
    this.#handler.maildropRead(before, maildrop);
  }

  async #signIn(causeId: string): Promise<Pop3Client> {
    const { account, secret, dial, deadlines } = this.#options;
    const { signal } = this.#closing;
    // Only a lock of our own making is worth waiting for.
    const waits = this.#lastSession === undefined ? [] : [...IN_USE_WAITS_MS];
    for (;;) {
      try {
        return await openClient({
          server: account.server,
          dial,
          deadlines,
          log: this.log,
          credentials: { user: account.user, secret },
          mechanism: account.mechanism,
          causeId,
          signal,
        });
      } catch (error) {
        const waitMs = error instanceof Pop3Error && error.kind === "inUse" ? waits.shift() : undefined;
        if (waitMs === undefined) throw error;
        // Cut short by a sign-out, which the next try then meets.
        await delay(waitMs, undefined, { signal }).catch(() => {});
      }
    }
  }

  #lost(client: Pop3Client, error: Pop3Error): void {
    if (this.#state.kind !== "transaction" || this.#state.client !== client) return;
    this.marks.forgetServer();
    this.#become({ kind: "lost", error });
    this.#handler.marksChanged();
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#handler.stateChanged();
  }
}

function problemOf(state: ConnectionState): Mailbox["problem"] {
  if (state.kind !== "lost") return undefined;
  const { code, message, retryAfterMs } = state.error;
  return { code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
