import type { ServerEvent } from "@popgate/shared/api/events";
import type { CommitReport, Mailbox, Marks, RefreshReport } from "@popgate/shared/api/mailbox";
import type { MessagePatch, Row, RowPage, RowQuery } from "@popgate/shared/api/message";
import type { TranscriptPage } from "@popgate/shared/api/transcript";
import { compareMaildrops } from "../maildrop/compare.ts";
import type { Maildrop, MaildropMessage } from "../maildrop/maildrop.ts";
import type { MessageCache, StoredMessage } from "../messages/message-cache.ts";
import type { Account } from "./connection/account.ts";
import { applyMarks, takeBackMarks } from "./connection/apply-marks.ts";
import { commitMarks } from "./commit.ts";
import { IdlePolicy } from "./idle-policy.ts";
import { MessageFetcher } from "./message-fetcher.ts";
import { SerialQueue } from "./serial-queue.ts";
import { SessionBroadcast } from "./session-broadcast.ts";
import {
  SessionConnection,
  type ConnectionOptions,
  type Transaction,
} from "./connection/session-connection.ts";
import { SessionError } from "./session-error.ts";
import { SessionEvents } from "./session-events.ts";
import type { SessionLease } from "./session-lease.ts";
import type { KeepSnapshot, SessionSnapshot } from "./session-snapshot.ts";
import { TopSink } from "./top-sink.ts";

export interface MailSessionOptions extends ConnectionOptions {
  readonly id: string;
  readonly cache: MessageCache;
  /** How long nobody looks until the maildrop is unlocked for others. */
  readonly releaseAfterMs: number;
  /** Of an earlier process: the session begins released, with these marks wanted. */
  readonly snapshot?: SessionSnapshot | undefined;
  readonly keep?: KeepSnapshot | undefined;
  readonly lease?: SessionLease | undefined;
}

/**
 * One mailbox, as everything above sees it. Each method is one action of a person; those that touch
 * the wire go through one serial queue and reconnect first if they must.
 */
export class MailSession {
  readonly id: string;
  readonly account: Account;
  readonly #connection: SessionConnection;
  readonly #queue = new SerialQueue();
  readonly #events = new SessionEvents();
  readonly #broadcast: SessionBroadcast;
  readonly #fetcher: MessageFetcher;
  readonly #idle: IdlePolicy;
  readonly #secret: () => string;
  #actions = 0;
  #closed: Promise<void> | undefined;

  constructor(options: MailSessionOptions) {
    this.id = options.id;
    this.account = options.account;
    this.#secret = options.secret;
    this.#connection = new SessionConnection(options, {
      stateChanged: () => this.#broadcast.mailbox(),
      marksChanged: () => this.#broadcast.marks(),
      headerLearned: (uid) => this.#broadcast.headerLearned(uid),
      maildropRead: (before, after) => this.#forgetChanged(before, after),
    });
    this.#broadcast = new SessionBroadcast(this.id, this.#events, this.#connection);
    this.#fetcher = new MessageFetcher(options.cache, this.id, (uid, received, octets) =>
      this.#broadcast.progress(uid, received, octets),
    );
    this.#idle = new IdlePolicy(options.releaseAfterMs, {
      keepAlive: () => this.#keepAlive(),
      release: () => this.#release(),
    });
  }

  /**
   * Signs in for the first time. A session whose sign-in is given up is closed for good.
   *
   * @throws Pop3Error with the stage that failed; SessionError `cancelled`
   */
  async open(signal?: AbortSignal): Promise<void> {
    const giveUp = () => void this.close();
    if (signal?.aborted === true) giveUp();
    signal?.addEventListener("abort", giveUp, { once: true });
    try {
      await this.#act("sign-in", async (causeId) => {
        await this.#connection.connect(causeId);
      });
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
    if (this.#closed !== undefined) throw new SessionError("cancelled", "nobody waits for this any more");
  }

  /** Whether this is the password that the mailbox was opened with. */
  knowsSecret(candidate: string): boolean {
    return this.#secret() === candidate;
  }

  /** @returns what ends the subscription */
  subscribe(listener: (event: ServerEvent) => void): () => void {
    return this.#events.subscribe(listener);
  }

  mailbox(): Mailbox {
    return this.#connection.view(this.id);
  }

  rows(query: RowQuery): RowPage {
    return this.#connection.rows.page(query);
  }

  /** The whole message, from the cache or by one RETR. @throws SessionError `message-gone`; Pop3Error */
  async fetch(uid: string, signal?: AbortSignal): Promise<StoredMessage> {
    const cached = this.#fetcher.cached(uid);
    if (cached !== undefined) return cached;
    return this.#act("open", async (causeId) => {
      // Somebody else may have asked for the same one while this waited.
      const fetched = this.#fetcher.cached(uid);
      if (fetched !== undefined) return fetched;
      requireWaiting(signal);
      const transaction = await this.#connection.transaction(causeId);
      return this.#unmarkedWhile(transaction, uid, (message) =>
        this.#fetcher.fetch(transaction, message, signal),
      );
    });
  }

  /** The same for a message that left the cache before it was read. */
  fetchAgain(uid: string, signal?: AbortSignal): Promise<StoredMessage> {
    this.#fetcher.forget(uid);
    return this.fetch(uid, signal);
  }

  /** Header and first body lines by TOP. @throws SessionError `message-gone`; Pop3Error */
  top(uid: string, lines: number, signal?: AbortSignal): Promise<Buffer> {
    return this.#act("top", async (causeId) => {
      requireWaiting(signal);
      const transaction = await this.#connection.transaction(causeId);
      return this.#unmarkedWhile(transaction, uid, async ({ number }) => {
        const sink = new TopSink();
        await transaction.client.top(number, lines, { sink });
        return sink.octets();
      });
    });
  }

  /** Marks and unmarks; the reply is what the server confirmed. @throws Pop3Error the first refusal */
  changeMarks(change: { add: readonly string[]; remove: readonly string[] }): Promise<Marks> {
    return this.#act("mark", async (causeId) => {
      const { client, maildrop } = await this.#connection.transaction(causeId);
      const { marks } = this.#connection;
      const wanted = marks.changed(maildrop, change.add, change.remove);
      const refusal = await applyMarks(client, maildrop, marks, wanted);
      this.#marksChanged();
      if (refusal !== undefined) throw refusal;
      return marks.view(maildrop);
    });
  }

  /** RSET: every mark is taken back. */
  reset(): Promise<Marks> {
    return this.#act("reset", async (causeId) => {
      const { marks } = this.#connection;
      // Whatever becomes of the connection: no later one shall set them again.
      marks.want(new Set());
      this.#broadcast.marks();
      const { client, maildrop } = await this.#connection.transaction(causeId);
      await takeBackMarks(client, marks);
      this.#marksChanged();
      return marks.view(maildrop);
    });
  }

  /** QUIT, reconnect, compare. @throws SessionError `marks-differ` */
  commit(uids: readonly string[]): Promise<CommitReport> {
    return this.#act("commit", async (causeId) => {
      const result = await commitMarks(this.#connection, uids, causeId);
      const report = { ...result, mailbox: this.mailbox() };
      this.#events.emit({ type: "committed", mailboxId: this.id, report });
      return report;
    });
  }

  /** Reads the maildrop again on a new connection; marks are kept. @throws SessionError `login-delay` */
  refresh(): Promise<RefreshReport> {
    return this.#act("refresh", async (causeId) => {
      const delayMs = this.#connection.loginDelayMs;
      if (delayMs > 0)
        throw new SessionError("login-delay", "the server asks to wait between logins", delayMs);
      const before = this.#connection.maildrop;
      this.#connection.drop("the maildrop is read again", "connecting");
      const { transaction, lostMarks } = await this.#connection.connect(causeId);
      const { added, removed } = compareMaildrops(before, transaction.maildrop);
      const report = {
        added: [...added],
        removed: [...removed],
        lostMarks: [...lostMarks],
        mailbox: this.mailbox(),
      };
      this.#events.emit({ type: "refreshed", mailboxId: this.id, report });
      return report;
    });
  }

  /**
   * Lets the mailbox go to another browser session: no QUIT, the marks stay. Nothing is tried until
   * the person takes it back.
   */
  async handOver(): Promise<void> {
    this.#connection.drop("another browser session takes the mailbox over");
    this.#broadcast.marks();
    await this.#queue.settled();
  }

  /** Takes back what was handed over. @throws SessionError `in-use-here`, `login-delay`; Pop3Error */
  takeOver(): Promise<RefreshReport> {
    return this.refresh();
  }

  /** What the gateway remembers of a message; the server hears nothing. @throws SessionError `not-found` */
  patch(uid: string, patch: MessagePatch): Row {
    const row = this.#connection.rows.patch(uid, patch);
    if (row === undefined) throw new SessionError("not-found", "there is no such message");
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
    return this.#idle.attend();
  }

  /** Signs out: the connection is closed without QUIT, so nothing is deleted. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#idle.stop();
    this.#connection.close("signed out");
    // What runs has lost its connection and what waits is refused; a message may be on its way into the cache.
    await this.#queue.settled();
    for (const { uid } of this.#connection.maildrop.messages) this.#fetcher.forget(uid);
    this.#broadcast.stop();
  }

  /** Runs one action behind those before it; all its commands carry the same cause. */
  #act<Value>(name: string, work: (causeId: string) => Promise<Value>): Promise<Value> {
    this.#actions += 1;
    const causeId = `${name}-${this.#actions}`;
    this.#idle.spoke();
    return this.#queue.run(async () => {
      if (this.#closed !== undefined) throw new SessionError("mailbox-lost", "this mailbox was signed out");
      try {
        return await work(causeId);
      } finally {
        this.#idle.spoke();
      }
    });
  }

  /** A marked message cannot be read (RFC 1939 §5): RSET, read, and set the marks again. */
  async #unmarkedWhile<Value>(
    { client, maildrop }: Transaction,
    uid: string,
    read: (message: MaildropMessage) => Promise<Value>,
  ): Promise<Value> {
    const message = maildrop.find(uid);
    if (message === undefined) throw new SessionError("message-gone", "there is no such message any more");
    const { marks } = this.#connection;
    if (!marks.onServer.has(uid)) return read(message);
    await takeBackMarks(client, marks);
    try {
      return await read(message);
    } finally {
      await applyMarks(client, maildrop, marks, marks.wanted).catch((error: unknown) => {
        // A lost connection has no marks to set; the next one sets them all, and what was read is good.
        if (client.error === undefined) throw error;
      });
      this.#broadcast.marks();
    }
  }

  #marksChanged(): void {
    this.#broadcast.marks();
    if (this.#connection.state.kind === "transaction") this.#connection.state.sweep.marksChanged();
  }

  /** A unique-id may come back with another message: what is cached under it would be a lie. */
  #forgetChanged(before: Maildrop, after: Maildrop): void {
    for (const message of before.messages) {
      if (!after.stillHas(message)) this.#fetcher.forget(message.uid);
    }
  }

  #keepAlive(): void {
    if (!this.#queue.isIdle || this.#connection.state.kind !== "transaction") return this.#idle.spoke();
    // A failure is told by the connection's own state; there is nobody else to tell.
    this.#act("keep-alive", async (causeId) => {
      if (this.#connection.state.kind !== "transaction") return;
      const { client } = await this.#connection.transaction(causeId);
      await client.noop();
    }).catch(() => {});
  }

  #release(): void {
    if (!this.#queue.isIdle || this.#connection.state.kind !== "transaction") return;
    this.#connection.drop("nobody is looking: the maildrop is unlocked for others");
    this.#broadcast.marks();
  }
}

/** Whoever went away while this waited must not cost a reconnect. @throws SessionError `cancelled` */
function requireWaiting(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new SessionError("cancelled", "nobody waits for this any more");
}
