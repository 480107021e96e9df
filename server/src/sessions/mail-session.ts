import type { CheckUpReport, CheckUpRequest } from "@popgate/shared/api/check-up";
import type { ServerEvent } from "@popgate/shared/api/events";
import type { CommitReport, Mailbox, Marks, RefreshReport } from "@popgate/shared/api/mailbox";
import type { MessagePatch, Row, RowPage, RowQuery } from "@popgate/shared/api/message";
import type { TranscriptPage } from "@popgate/shared/api/transcript";
import type { MessageCache, StoredMessage } from "../messages/store/message-cache.ts";
import type { MessageSearcher } from "../messages/thread/message-searcher.ts";
import type { Account } from "./login/account.ts";
import { mailboxView } from "./state/mailbox-view.ts";
import { SessionConnection, type ConnectionOptions } from "./connection/session-connection.ts";
import { Attendance, type AttendanceOptions } from "./attendance/attendance.ts";
import { CheckUp } from "./actions/check-up.ts";
import { ReadState, type ReadStateOptions } from "./list/read-state.ts";
import { MarkActions, type MarkChange } from "./actions/mark-actions.ts";
import { MessageActions } from "./actions/message-actions.ts";
import { MessageFetcher } from "./actions/message-fetcher.ts";
import { Readings } from "./actions/readings.ts";
import { SessionBroadcast } from "./broadcast/session-broadcast.ts";
import { SessionError } from "./work/session-error.ts";
import { SessionEvents } from "./broadcast/session-events.ts";
import type { SessionLease } from "./login/session-lease.ts";
import type { KeepRecord, MailboxRecord } from "./keeping/mailbox-record.ts";
import { SessionWork } from "./work/session-work.ts";
import { RecordKeeper } from "./connection/record-keeper.ts";
import { WholeMailbox } from "./whole/whole-mailbox.ts";
import { within } from "./work/within.ts";

/** A store that does not answer must hold up neither a sign-out nor a take-over. */
const LEASE_DEADLINE_MS = 5_000;

export interface MailSessionOptions extends ConnectionOptions, AttendanceOptions {
  readonly id: string;
  readonly cache: MessageCache;
  readonly searcher: MessageSearcher;
  /** Called after each change of marks before it is answered, before QUIT, and when a commit is settled. */
  readonly keep?: KeepRecord | undefined;
  /** What is remembered of its messages from visit to visit. */
  readonly readState?: ReadStateOptions | undefined;
}

/**
 * One mailbox, as everything above sees it. Each method is one action of a person; those that touch
 * the wire go through one serial queue and reconnect first if they must.
 */
export class MailSession {
  readonly id: string;
  readonly account: Account;
  /** What is done with many messages at once. */
  readonly whole: WholeMailbox;
  readonly #connection: SessionConnection;
  readonly #events = new SessionEvents();
  readonly #broadcast: SessionBroadcast;
  readonly #work: SessionWork;
  readonly #readings: Readings;
  readonly #messages: MessageActions;
  readonly #marks: MarkActions;
  readonly #checkUp: CheckUp;
  readonly #attendance: Attendance;
  readonly #readState: ReadState | undefined;
  readonly #lease: SessionLease | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: MailSessionOptions) {
    this.id = options.id;
    this.account = options.account;
    this.#lease = options.lease;
    const view = () => this.mailbox();
    const connection = new SessionConnection(options, {
      stateChanged: () => this.#stateChanged(),
      marksChanged: () => this.#broadcast.marks(),
      headerLearned: (uid) => this.#broadcast.headerLearned(uid),
      maildropRead: async (before, after) => {
        this.#messages.forgetChanged(before, after);
        await this.#readState?.maildropRead(after);
      },
    });
    this.#readState =
      options.readState === undefined ? undefined : new ReadState(options.readState, connection.rows);
    const events = this.#events;
    const keeper = new RecordKeeper(connection, options.keep);
    const work = new SessionWork({ spoke: () => this.#attendance.spoke(), ended: () => keeper.keep() });
    const broadcast = new SessionBroadcast(this.id, events, connection, view);
    const readings = new Readings(connection, events, view);
    const fetcher = new MessageFetcher(options.cache, this.id, (uid, received, octets) =>
      broadcast.progress(uid, received, octets),
    );
    this.#connection = connection;
    this.#work = work;
    this.#broadcast = broadcast;
    this.#readings = readings;
    this.#messages = new MessageActions({ work, readings, connection, broadcast, fetcher });
    this.#marks = new MarkActions({ work, readings, connection, broadcast, events, keeper, view });
    this.#checkUp = new CheckUp({ work, readings, connection, signIn: options });
    this.whole = new WholeMailbox({
      mailboxId: this.id,
      work,
      readings,
      connection,
      events,
      fetcher,
      searcher: options.searcher,
      messages: this.#messages,
      marks: this.#marks,
    });
    const letGo = async () => {
      this.#messages.forgetAll();
      await this.#giveLeaseBack();
    };
    this.#attendance = new Attendance({ work, connection, readings, broadcast, letGo }, options);
  }

  /**
   * Signs in for the first time. A session whose sign-in is given up is closed for good.
   *
   * @throws Pop3Error with the stage that failed; SessionError `cancelled`, `in-use-here`
   */
  async open(signal?: AbortSignal): Promise<void> {
    const giveUp = () => void this.close();
    if (signal?.aborted === true) giveUp();
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      await this.#work.run("sign-in", (causeId) => this.#readings.transaction(causeId));
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
    if (this.#closed !== undefined) throw new SessionError("cancelled", "nobody waits for this any more");
  }

  /** @returns what ends the subscription */
  subscribe(listener: (event: ServerEvent) => void): () => void {
    return this.#events.subscribe(listener);
  }

  mailbox(): Mailbox {
    return mailboxView(this.id, this.#connection.facts(), this.#attendance.retryAfterMs);
  }

  rows(query: RowQuery): RowPage {
    return this.#connection.rows.page(query);
  }

  /** What outlives this process; `keep` is called with the same. */
  record(): MailboxRecord {
    return this.#connection.record();
  }

  /** What another gateway kept of it since it was known here; to be called before it is connected again. */
  adopt(kept: MailboxRecord): void {
    this.#connection.memory.adoptKept(kept);
  }

  /** The whole message, from the cache or by one RETR. @throws SessionError `message-gone`; Pop3Error */
  fetch(uid: string, signal?: AbortSignal): Promise<StoredMessage> {
    return this.#messages.fetch(uid, signal);
  }

  /** The same for a message that left the cache before it was read. */
  fetchAgain(uid: string, signal?: AbortSignal): Promise<StoredMessage> {
    return this.#messages.fetchAgain(uid, signal);
  }

  /** Header and first body lines by TOP. @throws SessionError `message-gone`; Pop3Error */
  top(uid: string, lines: number, signal?: AbortSignal): Promise<Buffer> {
    return this.#messages.top(uid, lines, signal);
  }

  /** Marks and unmarks; the reply is what the server confirmed. @throws SessionError `list-changed`; Pop3Error */
  changeMarks(change: MarkChange): Promise<Marks> {
    return this.#marks.change(change);
  }

  /** RSET: every mark is taken back. */
  reset(): Promise<Marks> {
    return this.#marks.reset();
  }

  /** QUIT, reconnect, compare. @throws SessionError `marks-differ` */
  commit(uids: readonly string[], generation?: number): Promise<CommitReport> {
    return this.#marks.commit({ uids, generation });
  }

  /** Reads the maildrop again on a new connection; marks are kept. @throws SessionError `login-delay` */
  refresh(): Promise<RefreshReport> {
    return this.#work.run("refresh", async (causeId) => {
      const { refreshed } = await this.#readings.again(causeId, { isAsked: true });
      return refreshed;
    });
  }

  /** How the server keeps to POP3; marks are kept. @throws SessionError `login-delay`; Pop3Error `cancelled` */
  checkUp(request: CheckUpRequest, signal?: AbortSignal): Promise<CheckUpReport> {
    return this.#checkUp.run(request, signal);
  }

  /**
   * Lets the mailbox go to another browser session: no QUIT, the marks stay. Nothing is tried, and
   * every action refused with `taken-over`, until the person takes it back. Ends when the lease is free.
   */
  async handOver(): Promise<void> {
    this.#checkUp.giveUp();
    this.#connection.handOver("another browser session takes the mailbox over");
    this.#broadcast.marks();
    // What runs has lost its connection; what else it waits for must not hold up who asks.
    await within(LEASE_DEADLINE_MS, this.#work.settled());
    this.#messages.forgetAll();
    await this.#giveLeaseBack();
  }

  /** The lease has run out, though nobody is known to have asked for it: the connection ends at once. */
  leaseLapsed(): void {
    const why = "the store did not confirm in time that the mailbox is still this gateway's";
    this.#connection.interrupt(new SessionError("store-unreachable", why));
  }

  /** Takes back what was handed over. @throws SessionError `in-use-here`, `login-delay`; Pop3Error */
  takeOver(): Promise<RefreshReport> {
    this.#connection.reclaim();
    return this.refresh();
  }

  /** What the gateway remembers of a message; the server hears nothing. @throws SessionError `not-found` */
  patch(uid: string, patch: MessagePatch): Row {
    const row = this.#connection.rows.patch(uid, patch);
    if (row === undefined) throw new SessionError("not-found", "there is no such message");
    this.#readState?.change(uid, patch);
    this.#broadcast.rowChanged(row);
    return row;
  }

  transcriptAfter(seq: number): TranscriptPage {
    const { log } = this.#connection;
    return { events: log.after(seq), firstSeq: log.firstSeq };
  }

  /** Rows on somebody's screen: their headers are read first, and they are told of. */
  look(uids: readonly string[]): void {
    this.#broadcast.look(uids);
    if (this.#connection.state.kind === "transaction") this.#connection.state.sweep.look(uids);
  }

  /** @returns what tells that this person stopped looking */
  attend(): () => void {
    return this.#attendance.attend();
  }

  /** Signs out: the connection is closed without QUIT, so nothing is deleted. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#attendance.stop();
    this.#work.close();
    this.#checkUp.giveUp();
    this.whole.close();
    this.#connection.close("signed out");
    // What runs has lost its connection and what waits is refused; a message may be on its way into the cache.
    await this.#work.settled();
    await this.#giveLeaseBack();
    this.#messages.forgetAll();
    this.#broadcast.stop();
  }

  #stateChanged(): void {
    this.#attendance.stateChanged();
    this.#broadcast.mailbox();
  }

  async #giveLeaseBack(): Promise<void> {
    // Before others may have the mailbox: what they find is what was left.
    if (this.#readState !== undefined) await within(LEASE_DEADLINE_MS, this.#readState.leave());
    const { kind } = this.#connection.state;
    // Somebody came back while that was written: it is theirs again.
    if (this.#lease === undefined || kind === "connecting" || kind === "transaction") return;
    // One that is not given back runs out by itself.
    await within(LEASE_DEADLINE_MS, this.#lease.release()).catch(() => {});
  }
}
