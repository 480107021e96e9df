import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Maildrop } from "../../maildrop/maildrop.ts";
import { highestFirst, planMarks } from "../../maildrop/mark-plan.ts";
import type { Pop3Client } from "../../pop3/client/client.ts";
import type { CommandSource } from "../../pop3/engine/exchange.ts";
import { Pop3Error } from "../../pop3/errors.ts";
import { spareableOf } from "../../pop3/opening/hang-up-memory.ts";
import { TranscriptLog } from "../../pop3/transcript-log.ts";
import { firstPages } from "../list/first-pages.ts";
import { HeaderSweep } from "../list/header-sweep.ts";
import { SessionError } from "../work/session-error.ts";
import { BackgroundLane } from "./background-lane.ts";
import { applyMarks } from "./apply-marks.ts";
import type { ConnectionState, Reading, Transaction } from "../state/connection-state.ts";
import { LoginDelay } from "../login/login-delay.ts";
import type { MailboxState } from "../state/mailbox-state.ts";
import type { SessionNotifier } from "../state/session-notifier.ts";
import { fatesByHeader } from "./committed-headers.ts";
import { movedPlaces } from "./marked-places.ts";
import { readMaildrop } from "./read-maildrop.ts";
import { signIn, type SignInOptions } from "../login/sign-in.ts";
import { within } from "../work/within.ts";

/** For this long after our last connection ended the server may not have seen that it is gone. */
const OWN_LOCK_MS = 15_000;
/** One for each command that a session can do without behind the sign-in, and the one that is left as it is. */
const MAX_CONNECTIONS = 4;
/** A round trip, so that who signs in sees rows rather than places for them; a slow server's come one by one. */
const FIRST_PAGE_WAIT_MS = 250;
/** A store that does not answer must hold up neither a sign-out nor a take-over. */
const LEASE_DEADLINE_MS = 5_000;

export interface ConnectionOptions extends Omit<SignInOptions, "account"> {
  /** What the connection finds is put here, and what it is. */
  readonly mailbox: MailboxState;
}

export interface ConnectManner {
  /** The person asked for it: it counts as a new reading even where nothing has changed. */
  readonly isAsked?: boolean;
  /** How long a LOGIN-DELAY is waited for rather than refused. */
  readonly waitMs?: number;
}

/** The one connection of a mailbox: makes it, remakes it, lets it go. What must not go with it is in the mailbox's state. */
export class SessionConnection {
  readonly log = new TranscriptLog();
  readonly #options: ConnectionOptions;
  readonly #mailbox: MailboxState;
  readonly #notifier: SessionNotifier;
  readonly #loginDelay = new LoginDelay();
  /** Gives up a sign-in under way when the mailbox is signed out or handed over. */
  #ending = newEnding();
  /** The last one that signed in, alive or not: between two states it belongs to none of them. */
  #client: Pop3Client | undefined;
  /** Done in the background beside the headers, over any number of connections. */
  #bodySearch: CommandSource | undefined;
  /** When the last connection ended, in milliseconds since the Unix epoch. */
  #endedAt = 0;

  constructor(options: ConnectionOptions, notifier: SessionNotifier) {
    this.#options = options;
    this.#mailbox = options.mailbox;
    this.#notifier = notifier;
  }

  /** How long LOGIN-DELAY (RFC 2449 §6.5) still forbids another login; 0 where it does not. */
  get loginDelayMs(): number {
    return this.#loginDelay.remainingMs;
  }

  /** The live transaction; undefined where a new connection must be made first. */
  live(causeId: string): Transaction | undefined {
    const { connection, maildrop } = this.#mailbox;
    if (connection.kind !== "transaction") return undefined;
    const { client, sweep } = connection;
    client.causeId = causeId;
    return { client, sweep, maildrop };
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
    this.#mailbox.marks.forgetServer();
    this.#become({ kind: "connecting" });
    // As a rule it is gone; alive, it would hold the lock that the new one needs.
    this.#client?.close("another connection takes its place");
    const { signal } = this.#ending;
    try {
      return await firstPages.during(() => this.#connectWithoutHangUp(causeId, manner.isAsked === true));
    } catch (error) {
      this.#loginDelay.refused(error);
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
    const { connection } = this.#mailbox;
    if (connection.kind === "transaction") this.#lost(connection.client, error);
    this.#client?.close(error.message);
  }

  /** The search that runs beside the headers, if any; also called when it has something to ask again. */
  setBodySearch(search: CommandSource | undefined): void {
    this.#bodySearch = search;
    const { connection } = this.#mailbox;
    if (connection.kind === "transaction") connection.client.nudge();
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

  /**
   * Others may have the mailbox: what is to be remembered is written, and the lease given back. Both in
   * five seconds each at most.
   */
  async giveLeaseBack(): Promise<void> {
    await within(LEASE_DEADLINE_MS, this.#notifier.lettingGo());
    const { lease } = this.#options;
    const { kind } = this.#mailbox.connection;
    // Somebody came back while that was written: it is theirs again.
    if (lease === undefined || kind === "connecting" || kind === "transaction") return;
    // One that is not given back runs out by itself.
    await within(LEASE_DEADLINE_MS, lease.release()).catch(() => {});
  }

  get #isHandedOver(): boolean {
    const { connection } = this.#mailbox;
    return connection.kind === "released" && connection.why === "handed-over";
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
      const { kind } = this.#mailbox.connection;
      if (kind === "connecting" || kind === "lost") this.#fail(error);
      throw error;
    }
    if (delayMs === 0) return;
    // Cut short by a sign-out, which `connect` then meets.
    await delay(delayMs, undefined, { signal: this.#ending.signal }).catch(() => {});
  }

  /** A server that hangs up on a command is asked once more without it, where it lets us come back at once. */
  async #connectWithoutHangUp(causeId: string, isAsked: boolean): Promise<Reading> {
    for (let connections = 1; ; connections += 1) {
      try {
        return await this.#connect(causeId, isAsked);
      } catch (error) {
        const mayComeBack = connections < MAX_CONNECTIONS && this.loginDelayMs === 0;
        if (!mayComeBack || !(error instanceof Pop3Error) || spareableOf(error) === undefined) throw error;
        this.#requireOurs();
      }
    }
  }

  async #connect(causeId: string, isAsked: boolean): Promise<Reading> {
    const { signal } = this.#ending;
    const mailbox = this.#mailbox;
    const heldTheLock = Date.now() - this.#endedAt < OWN_LOCK_MS;
    const { account } = mailbox;
    const client = await signIn(
      { ...this.#options, account },
      { log: this.log, causeId, signal, heldTheLock },
    );
    this.#client = client;
    client.onClose(() => (this.#endedAt = Date.now()));
    // Signed out in the moment of success: nobody else would close it.
    if (signal.aborted) client.close("signed out");
    try {
      this.#loginDelay.signedIn(client.session.capabilities);
      const snapshot = await readMaildrop(client, mailbox.hasUniqueIds);
      if (mailbox.doubts(snapshot)) {
        throw new Pop3Error("sysTemp", "QUIT was refused, and now the maildrop looks empty", {
          verb: "QUIT",
        });
      }
      const { maildrop } = snapshot;
      const before = mailbox.maildrop;
      const rowOf = (uid: string) => mailbox.rows.headerOf(uid);
      const moved = await movedPlaces(client, maildrop, mailbox.marks.uids(), rowOf);
      const fates = await fatesByHeader(client, maildrop, mailbox.committed, rowOf);
      mailbox.signedIn = client.session;
      mailbox.adopt(snapshot, isAsked, { moved, fates });
      const sweep = this.#sweepOf(client, maildrop);
      // The first page is on its way while the rest is made ready.
      client.setBackground(sweep);
      await this.#notifier.maildropRead(before, maildrop);
      const plan = highestFirst(planMarks(mailbox.marks), maildrop);
      sweep.readFirst(plan.dele);
      await applyMarks(client, maildrop, mailbox.marks, plan);
      await within(FIRST_PAGE_WAIT_MS, sweep.firstPageRead);
      // Handed over or cut meanwhile: where there was nothing to send, nothing else has noticed.
      if (client.error !== undefined) throw client.error;
      const news = mailbox.takeNews();
      this.#become({ kind: "transaction", client, sweep });
      this.#notifier.marksChanged();
      client.onClose((error) => this.#lost(client, error));
      client.setBackground(new BackgroundLane(sweep, () => this.#bodySearch));
      return { ...news, transaction: { client, sweep, maildrop } };
    } catch (error) {
      client.close("the maildrop could not be read");
      throw error;
    }
  }

  #sweepOf(client: Pop3Client, maildrop: Maildrop): HeaderSweep {
    const { rows, marks } = this.#mailbox;
    return new HeaderSweep(client, maildrop, {
      hasHeader: (uid) => rows.hasHeader(uid),
      get hasRoom() {
        return rows.hasRoom;
      },
      isMarked: (uid) => marks.has(uid),
      learned: (uid, header) => {
        rows.learn(uid, header);
        this.#notifier.headerLearned(uid);
      },
      refused: (uid) => {
        rows.learnUnreadable(uid);
        this.#notifier.headerLearned(uid);
      },
      hungUpOn: (uid) => rows.hungUpOn(uid),
      finished: () => this.#notifier.stateChanged(),
    });
  }

  #drop(why: string, next: ConnectionState): void {
    this.#mailbox.marks.forgetServer();
    this.#become(next);
    this.#client?.close(why);
  }

  #fail(error: unknown): void {
    // Signed out or handed over meanwhile: that is how it stands, not this failure.
    if (this.#ending.signal.aborted) return;
    const isKnown = error instanceof Pop3Error || error instanceof SessionError;
    const lost = isKnown ? error : new SessionError("internal", "connecting failed", undefined, error);
    this.#become({ kind: "lost", error: lost });
  }

  #lost(client: Pop3Client, error: Pop3Error | SessionError): void {
    const { connection, marks } = this.#mailbox;
    if (connection.kind !== "transaction" || connection.client !== client) return;
    marks.forgetServer();
    this.#become({ kind: "lost", error });
    this.#notifier.failed(error);
    this.#notifier.marksChanged();
  }

  #become(state: ConnectionState): void {
    this.#mailbox.become(state);
    this.#notifier.stateChanged();
  }
}

/** Each phase of a sign-in leaves the signal only when its time is over: some at once are no leak. */
function newEnding(): AbortController {
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  return ending;
}
