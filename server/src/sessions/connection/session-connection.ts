import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Maildrop } from "../../maildrop/maildrop.ts";
import { planMarks } from "../../maildrop/mark-plan.ts";
import type { MarkSet } from "../../maildrop/marks.ts";
import type { Pop3Client, SignedInSession } from "../../pop3/client/client.ts";
import type { CommandSource } from "../../pop3/engine/exchange.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import { TranscriptLog } from "../../pop3/transcript-log.ts";
import { firstPages } from "../list/first-pages.ts";
import { HeaderSweep } from "../list/header-sweep.ts";
import type { Rows } from "../list/rows.ts";
import { SessionError } from "../work/session-error.ts";
import { within } from "../work/within.ts";
import type { MailboxRecord } from "../keeping/mailbox-record.ts";
import { BackgroundLane } from "./background-lane.ts";
import { applyMarks } from "./apply-marks.ts";
import type { ConnectionState, Reading, Transaction } from "../state/connection-state.ts";
import { LoginClock } from "../login/login-clock.ts";
import { MailboxState } from "../state/mailbox-state.ts";
import type { MailboxFacts } from "../state/mailbox-view.ts";
import { readMaildrop } from "./read-maildrop.ts";
import { signIn, type SignInOptions } from "../login/sign-in.ts";

/** For this long after our last connection ended the server may not have seen that it is gone. */
const OWN_LOCK_MS = 15_000;
/** A round trip, so that who signs in sees rows rather than places for them; a slow server's come one by one. */
const FIRST_PAGE_WAIT_MS = 250;

export interface ConnectionOptions extends SignInOptions {
  /** Of an earlier process: the connection begins released, with these marks wanted. */
  readonly record?: MailboxRecord | undefined;
}

/** What the connection tells the session that owns it. */
export interface ConnectionHandler {
  stateChanged(): void;
  marksChanged(): void;
  headerLearned(uid: string): void;
  /** The maildrop was read again: what is not in both readings is no longer what it was. */
  maildropRead(before: Maildrop, after: Maildrop): Promise<void>;
}

export interface ConnectManner {
  /** The person asked for it: it counts as a new reading even where nothing has changed. */
  readonly isAsked?: boolean;
  /** How long a LOGIN-DELAY is waited for rather than refused. */
  readonly waitMs?: number;
}

/** The one connection of a mailbox: makes it, remakes it, lets it go. What must not go with it is in its memory. */
export class SessionConnection {
  readonly log = new TranscriptLog();
  readonly memory: MailboxState;
  readonly #options: ConnectionOptions;
  readonly #handler: ConnectionHandler;
  readonly #logins = new LoginClock();
  /** Gives up a sign-in under way when the mailbox is signed out or handed over. */
  #ending = newEnding();
  #state: ConnectionState;
  /** The last one that signed in, alive or not: between two states it belongs to none of them. */
  #client: Pop3Client | undefined;
  #lastSession: SignedInSession | undefined;
  /** Done in the background beside the headers, over any number of connections. */
  #errand: CommandSource | undefined;
  /** When the last connection ended, in milliseconds since the Unix epoch. */
  #endedAt = 0;

  constructor(options: ConnectionOptions, handler: ConnectionHandler) {
    this.#options = options;
    this.#handler = handler;
    this.memory = new MailboxState(options.record);
    this.#state =
      options.record === undefined ? { kind: "connecting" } : { kind: "released", why: "restored" };
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get marks(): MarkSet {
    return this.memory.marks;
  }

  get rows(): Rows {
    return this.memory.rows;
  }

  get maildrop(): Maildrop {
    return this.memory.maildrop;
  }

  /** How long LOGIN-DELAY (RFC 2449 §6.5) still forbids another login; 0 where it does not. */
  get loginDelayMs(): number {
    return this.#logins.remainingMs;
  }

  /** The live transaction; undefined where a new connection must be made first. */
  live(causeId: string): Transaction | undefined {
    if (this.#state.kind !== "transaction") return undefined;
    const { client, sweep } = this.#state;
    client.causeId = causeId;
    return { client, sweep, maildrop: this.maildrop };
  }

  /**
   * Makes a new connection and reads the maildrop. A commit that was pending is settled by what the
   * reading shows. Marks are sent again only for messages that were found again; the others are
   * dropped and told.
   *
   * @throws Pop3Error, the state is then `lost`; SessionError `login-delay`, `in-use-here`,
   *   `taken-over`, `mailbox-lost`
   */
  async connect(causeId: string, manner: ConnectManner = {}): Promise<Reading> {
    this.#requireOurs();
    await this.#awaitLogin(manner.waitMs ?? 0);
    // Signed out or handed over meanwhile: what stands so must not become "connecting" again.
    this.#requireOurs();
    this.marks.forgetServer();
    this.#become({ kind: "connecting" });
    // As a rule it is gone; alive, it would hold the lock that the new one needs.
    this.#client?.close("another connection takes its place");
    const { signal } = this.#ending;
    try {
      return await firstPages.during(() => this.#connect(causeId, manner.isAsked === true));
    } catch (error) {
      this.#logins.refused(error);
      const reason: unknown = signal.reason instanceof SessionError ? signal.reason : error;
      this.#fail(reason);
      throw reason;
    }
  }

  /** Lets the connection go without QUIT: nothing is deleted, the marks stay here. */
  release(why: string): void {
    this.#drop(why, { kind: "released", why: "idle" });
  }

  /** The same for good, until `reclaim`: another browser session has the mailbox now. */
  handOver(why: string): void {
    this.#ending.abort();
    this.#drop(why, { kind: "released", why: "handed-over" });
  }

  /**
   * The right to the connection has run out, and nobody is known to have it: the connection ends at
   * once, a sign-in under way included. It is lost for this reason, and may be made again.
   */
  interrupt(error: SessionError): void {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort(error);
    this.#ending = newEnding();
    if (this.#state.kind === "transaction") this.#lost(this.#state.client, error);
    this.#client?.close(error.message);
  }

  /** What is done in the background beside the headers; also called when it has something to do again. */
  setErrand(errand: CommandSource | undefined): void {
    this.#errand = errand;
    if (this.#state.kind === "transaction") this.#state.client.nudge();
  }

  /** Ends what `handOver` began. */
  reclaim(): void {
    if (this.#isHandedOver) this.#ending = newEnding();
  }

  /** Drops the connection, a sign-in under way included, and makes no other. */
  close(why: string): void {
    this.#ending.abort();
    this.#drop(why, { kind: "released", why: "idle" });
  }

  /** QUIT is about to be sent: that the connection ends is no loss then. */
  expectEnd(): void {
    this.#become({ kind: "connecting" });
  }

  record(): MailboxRecord {
    return { account: this.#options.account, ...this.memory.written() };
  }

  facts(): MailboxFacts {
    return {
      account: this.#options.account,
      state: this.#state,
      memory: this.memory,
      signedIn: this.#lastSession,
    };
  }

  get #isHandedOver(): boolean {
    return this.#state.kind === "released" && this.#state.why === "handed-over";
  }

  #requireOurs(): void {
    if (!this.#ending.signal.aborted) return;
    throw this.#isHandedOver
      ? new SessionError("taken-over", "another browser session has this mailbox")
      : new SessionError("mailbox-lost", "this mailbox was signed out");
  }

  async #awaitLogin(waitMs: number): Promise<void> {
    const delayMs = this.loginDelayMs;
    if (delayMs > waitMs) {
      const error = new SessionError("login-delay", "the server asks to wait between logins", delayMs);
      // What lives, or was let go on purpose, is left as it is.
      if (this.#state.kind === "connecting" || this.#state.kind === "lost") this.#fail(error);
      throw error;
    }
    if (delayMs === 0) return;
    // Cut short by a sign-out, which `connect` then meets.
    await delay(delayMs, undefined, { signal: this.#ending.signal }).catch(() => {});
  }

  async #connect(causeId: string, isAsked: boolean): Promise<Reading> {
    const { signal } = this.#ending;
    const heldTheLock = Date.now() - this.#endedAt < OWN_LOCK_MS;
    const client = await signIn(this.#options, { log: this.log, causeId, signal, heldTheLock });
    this.#client = client;
    client.onClose(() => (this.#endedAt = Date.now()));
    // Signed out in the moment of success: nobody else would close it.
    if (signal.aborted) client.close("signed out");
    try {
      this.#logins.signedIn(client.session.capabilities);
      const read = await readMaildrop(client, this.memory.hasUniqueIds);
      const { maildrop } = read;
      const before = this.maildrop;
      this.#lastSession = client.session;
      this.memory.adopt(read, isAsked);
      const sweep = this.#sweepOf(client, maildrop);
      // The first page is on its way while the rest is made ready.
      client.setBackground(sweep);
      await this.#handler.maildropRead(before, maildrop);
      const plan = planMarks(this.marks);
      sweep.readFirst(plan.dele);
      await applyMarks(client, maildrop, this.marks, plan);
      await within(FIRST_PAGE_WAIT_MS, sweep.firstPageRead);
      // Handed over or cut meanwhile: where there was nothing to send, nothing else has noticed.
      if (client.error !== undefined) throw client.error;
      const news = this.memory.takeNews();
      this.#become({ kind: "transaction", client, sweep });
      this.#handler.marksChanged();
      client.onClose((error) => this.#lost(client, error));
      client.setBackground(new BackgroundLane(sweep, () => this.#errand));
      return { ...news, transaction: { client, sweep, maildrop } };
    } catch (error) {
      client.close("the maildrop could not be read");
      throw error;
    }
  }

  #sweepOf(client: Pop3Client, maildrop: Maildrop): HeaderSweep {
    const { rows } = this;
    return new HeaderSweep(client, maildrop, {
      hasHeader: (uid) => rows.hasHeader(uid),
      get hasRoom() {
        return rows.hasRoom;
      },
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
  }

  #drop(why: string, next: ConnectionState): void {
    this.marks.forgetServer();
    this.#become(next);
    this.#client?.close(why);
  }

  #fail(error: unknown): void {
    // Signed out or handed over meanwhile: that is how it stands, not this failure.
    if (this.#ending.signal.aborted) return;
    const isKnown = error instanceof Pop3Error || error instanceof SessionError;
    const lost = isKnown ? error : new Pop3Error("protocol", "connecting failed", { cause: error });
    this.#become({ kind: "lost", error: lost });
  }

  #lost(client: Pop3Client, error: Pop3Error | SessionError): void {
    if (this.#state.kind !== "transaction" || this.#state.client !== client) return;
    this.marks.forgetServer();
    this.#become({ kind: "lost", error });
    this.#handler.marksChanged();
  }

  #become(state: ConnectionState): void {
    if (state.kind === "lost" || state.kind === "released") this.memory.leaveUnsettled();
    this.#state = state;
    this.#handler.stateChanged();
  }
}

/** Each phase of a sign-in leaves the signal only when its time is over: some at once are no leak. */
function newEnding(): AbortController {
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  return ending;
}
