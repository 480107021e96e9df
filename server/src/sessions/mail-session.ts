import type { CheckUpReport, CheckUpRequest } from "@popgate/shared/api/check-up";
import type { ServerEvent } from "@popgate/shared/api/events";
import type { CommitReport, Mailbox, Marks, MarksDelta, RefreshReport } from "@popgate/shared/api/mailbox";
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
import { FailureLog, type LoggedFailure } from "./broadcast/failure-log.ts";
import { SessionBroadcast } from "./broadcast/session-broadcast.ts";
import { SessionError } from "./work/session-error.ts";
import { SessionEvents } from "./broadcast/session-events.ts";
import { SessionNotifier } from "./state/session-notifier.ts";
import { SessionWork, type RecordKeeping } from "./work/session-work.ts";
import type { SessionContext } from "./actions/session-context.ts";
import { BulkActions } from "./bulk/bulk-actions.ts";
import { within } from "./work/within.ts";

export interface MailSessionOptions extends ConnectionOptions, AttendanceOptions {
  readonly cache: MessageCache;
  readonly searcher: MessageSearcher;
  /** Called after each action before it is answered, and before QUIT: a mailbox without one is not kept. */
  readonly record?: RecordKeeping | undefined;
  /** What is remembered of its messages from visit to visit. */
  readonly readState?: ReadStateOptions | undefined;
  /** Hears of each failure behind the first sign-in, which whoever asked for it tells. */
  readonly onFailure?: ((failure: LoggedFailure) => void) | undefined;
}

/** How long a hand-over waits for what still runs. */
const SETTLED_DEADLINE_MS = 5_000;

const NOT_KEPT: RecordKeeping = { keep: async () => {} };

/**
 * One mailbox, as everything above sees it. Each method is one action of a person; those that touch
 * the wire go through one serial queue and reconnect first if they must.
 */
export class MailSession {
  /** What is done with many messages at once. */
  readonly bulk: BulkActions;
  readonly #context: SessionContext;
  readonly #broadcast: SessionBroadcast;
  readonly #messages: MessageActions;
  readonly #marks: MarkActions;
  readonly #checkUp: CheckUp;
  readonly #attendance: Attendance;
  readonly #readState: ReadState | undefined;
  readonly #failureLog: FailureLog;
  #closed: Promise<void> | undefined;

  constructor(options: MailSessionOptions) {
    const { mailbox, cache, searcher, readState, record = NOT_KEPT } = options;
    const notifier = new SessionNotifier();
    const events = new SessionEvents();
    const work = new SessionWork(notifier, record);
    const connection = new SessionConnection(options, notifier);
    const readings = new Readings(mailbox, connection, events);
    const fetcher = new MessageFetcher(cache, mailbox, { events, notifier });
    const context = { mailbox, work, connection, readings, fetcher, record, notifier, events };
    this.#context = context;
    this.#broadcast = new SessionBroadcast(mailbox, events, connection.log);
    this.#messages = new MessageActions(context);
    this.#marks = new MarkActions(context);
    this.#checkUp = new CheckUp(context, options);
    this.#attendance = new Attendance(context, this.#broadcast, options);
    this.#readState = readState === undefined ? undefined : new ReadState(readState, mailbox.rows);
    this.bulk = new BulkActions(context, { messages: this.#messages, marks: this.#marks, searcher });
    // In this order: what comes of a change is decided before pages are told of it.
    notifier.subscribe(fetcher, ...(this.#readState === undefined ? [] : [this.#readState]));
    notifier.subscribe(this.#attendance, this.#broadcast);
    this.#failureLog = new FailureLog(mailbox, (failure) => options.onFailure?.(failure));
    if (mailbox.connection.kind === "released") notifier.subscribe(this.#failureLog);
  }

  get id(): string {
    return this.#context.mailbox.id;
  }

  get account(): Account {
    return this.#context.mailbox.account;
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
      const { work, readings } = this.#context;
      await work.run("sign-in", (causeId) => readings.transaction(causeId));
      this.#context.notifier.subscribe(this.#failureLog);
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
    if (this.#closed !== undefined) throw new SessionError("cancelled", "nobody waits for this any more");
  }

  /** @returns what ends the subscription */
  subscribe(listener: (event: ServerEvent) => void): () => void {
    return this.#context.events.subscribe(listener);
  }

  mailbox(): Mailbox {
    return mailboxView(this.#context.mailbox);
  }

  /** All that are marked. */
  marks(): Marks {
    return this.#context.mailbox.marks.whole();
  }

  /** The unique-ids of a commit whose outcome no reading has shown yet. */
  unsettled(): string[] {
    return this.#context.mailbox.unsettled?.committed.map(({ uid }) => uid) ?? [];
  }

  rows(query: RowQuery): RowPage {
    return this.#context.mailbox.rows.page(query);
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

  /**
   * Marks and unmarks; the reply is what has changed by what the server confirmed.
   *
   * @throws SessionError `list-changed`; Pop3Error
   */
  changeMarks(change: MarkChange): Promise<MarksDelta> {
    return this.#marks.change(change);
  }

  /** @throws SessionError `not-found`, `list-changed`; Pop3Error */
  mark(uid: string, generation?: number): Promise<MarksDelta> {
    return this.#marks.mark(uid, generation);
  }

  /** RSET: every mark is taken back. */
  reset(): Promise<MarksDelta> {
    return this.#marks.reset();
  }

  /** QUIT, reconnect, compare. @throws SessionError `marks-differ` */
  commit(uids: readonly string[], generation?: number): Promise<CommitReport> {
    return this.#marks.commit({ uids, generation });
  }

  /** Reads the maildrop again on a new connection; marks are kept. @throws SessionError `login-delay` */
  refresh(): Promise<RefreshReport> {
    const { work, readings } = this.#context;
    return work.run("refresh", async (causeId) => {
      const { refreshed } = await readings.again(causeId, { isAsked: true });
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
    const { connection, work, notifier } = this.#context;
    this.#checkUp.giveUp();
    connection.handOver("another browser session takes the mailbox over");
    notifier.marksChanged();
    // What runs has lost its connection; what else it waits for must not hold up who asks.
    await within(SETTLED_DEADLINE_MS, work.settled());
    await connection.giveLeaseBack();
  }

  /** The lease has run out, though nobody is known to have asked for it: the connection ends at once. */
  leaseLapsed(): void {
    const why = "the store did not confirm in time that the mailbox is still this gateway's";
    this.#context.connection.interrupt(new SessionError("store-unreachable", why));
  }

  /** Takes back what was handed over. @throws SessionError `in-use-here`, `login-delay`; Pop3Error */
  takeOver(): Promise<RefreshReport> {
    this.#context.connection.reclaim();
    return this.refresh();
  }

  /** What the gateway remembers of a message; the server hears nothing. @throws SessionError `not-found` */
  patch(uid: string, patch: MessagePatch): Row {
    const row = this.#context.mailbox.rows.patch(uid, patch);
    if (row === undefined) throw new SessionError("not-found", "there is no such message");
    this.#readState?.change(uid, patch);
    this.#broadcast.rowChanged(row);
    return row;
  }

  transcriptAfter(seq: number): TranscriptPage {
    const { log } = this.#context.connection;
    return { events: log.after(seq), firstSeq: log.firstSeq };
  }

  /** Rows on somebody's screen: their headers are read first, and they are told of. */
  look(uids: readonly string[]): void {
    this.#broadcast.look(uids);
    const { connection } = this.#context.mailbox;
    if (connection.kind === "transaction") connection.sweep.look(uids);
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
    const { connection, work } = this.#context;
    this.#attendance.stop();
    work.close();
    this.#checkUp.giveUp();
    this.bulk.close();
    connection.close("signed out");
    // What runs has lost its connection and what waits is refused; a message may be on its way into the cache.
    await work.settled();
    await connection.giveLeaseBack();
    this.#broadcast.stop();
  }
}
