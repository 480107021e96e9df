import type { Row } from "@popgate/shared/api/message";
import type { TranscriptLog } from "../../pop3/transcript-log.ts";
import type { MailboxState } from "../state/mailbox-state.ts";
import { mailboxView } from "../state/mailbox-view.ts";
import type { SessionListener } from "../state/session-notifier.ts";
import type { SessionEvents } from "./session-events.ts";
import { Throttle } from "./throttle.ts";

/** Fast enough to look live, slow enough that a sweep of thousands of headers stays cheap. */
const ROWS_EVERY_MS = 80;
/** How far the headers are, where none of them is on a screen: nobody reads a number that changes faster. */
const LOADED_EVERY_MS = 500;
const TRANSCRIPT_EVERY_MS = 40;
/** Pages look at some dozens of rows; several tabs at a few times as many. */
const MAX_LOOKED_AT = 1_000;
/** A sweep writes thousands of lines in a burst; a page asks for what it missed. */
const MAX_TRANSCRIPT_BATCH = 500;

/**
 * A check of the maildrop that is over within this time is told by its result only: nobody could read
 * what would flash up, and every action waits for it all the same.
 */
const MAX_HELD_BACK_MS = 2_000;

/** Turns what happens in a session into events for its pages, a batch at a time. */
export class SessionBroadcast implements SessionListener {
  readonly #mailbox: MailboxState;
  readonly #events: SessionEvents;
  /** While it runs the mailbox's state is held back. */
  #holdingBack: NodeJS.Timeout | undefined;
  /** Of the marks that pages were told. */
  #marksRevision: number;
  /** Only these rows are sent: a page asks for the others when it comes to them. */
  readonly #lookedAt = new Set<string>();
  readonly #learned = new Set<string>();
  readonly #log: TranscriptLog;
  /** The last of the transcript's events that pages were told. */
  #toldSeq: number;
  readonly #rowsThrottle = new Throttle(ROWS_EVERY_MS, () => this.#sendRows());
  readonly #loadedThrottle = new Throttle(LOADED_EVERY_MS, () => this.#rowsThrottle.ask());
  readonly #transcriptThrottle = new Throttle(TRANSCRIPT_EVERY_MS, () => this.#sendTranscript());

  constructor(mailbox: MailboxState, events: SessionEvents, log: TranscriptLog) {
    this.#mailbox = mailbox;
    this.#events = events;
    this.#marksRevision = mailbox.marks.revision;
    this.#log = log;
    this.#toldSeq = log.lastSeq;
    log.subscribe(() => this.#transcriptThrottle.ask());
  }

  /** Rows on a page's screen: sent at once where they are known, and whenever they change. */
  look(uids: readonly string[]): void {
    for (const uid of uids) {
      // Re-inserted, so that what was looked at longest ago is forgotten first.
      this.#lookedAt.delete(uid);
      this.#lookedAt.add(uid);
      if (this.#mailbox.rows.hasHeader(uid)) this.#learned.add(uid);
    }
    for (const uid of this.#lookedAt) {
      if (this.#lookedAt.size <= MAX_LOOKED_AT) break;
      this.#lookedAt.delete(uid);
    }
    if (this.#learned.size > 0) this.#rowsThrottle.ask();
  }

  headerLearned(uid: string): void {
    if (!this.#lookedAt.has(uid)) return this.#loadedThrottle.ask();
    this.#learned.add(uid);
    return this.#rowsThrottle.ask();
  }

  rowChanged(row: Row): void {
    this.#emitRows([row]);
  }

  stateChanged(): void {
    // A loss is told at once; what else is held back, when that ends.
    if (this.#holdingBack !== undefined && this.#mailbox.connection.kind !== "lost") return;
    // It sums the marks up: a page that has not heard of a change of theirs would take it for missed.
    this.marksChanged();
    this.#events.emit({ type: "mailbox", mailbox: mailboxView(this.#mailbox) });
  }

  /** From now on the mailbox's state is not told, for a moment at most. @returns what ends it sooner */
  holdBack(): () => void {
    const end = () => {
      if (this.#holdingBack !== timer) return;
      clearTimeout(timer);
      this.#holdingBack = undefined;
      this.stateChanged();
    };
    const timer = setTimeout(end, MAX_HELD_BACK_MS).unref();
    clearTimeout(this.#holdingBack);
    this.#holdingBack = timer;
    return end;
  }

  /** Tells what has changed of the marks since pages were told last; nothing where nothing has. */
  marksChanged(): void {
    const { id, marks, rows } = this.#mailbox;
    if (marks.revision === this.#marksRevision) return;
    const delta = marks.since(this.#marksRevision);
    this.#marksRevision = marks.revision;
    rows.marksChanged();
    this.#events.emit({ type: "marks", mailboxId: id, delta });
  }

  stop(): void {
    clearTimeout(this.#holdingBack);
    this.#holdingBack = undefined;
    this.#rowsThrottle.stop();
    this.#loadedThrottle.stop();
    this.#transcriptThrottle.stop();
    this.#events.emit({ type: "closed", mailboxId: this.#mailbox.id });
  }

  #sendRows(): void {
    const rows: Row[] = [];
    for (const uid of this.#learned) {
      const row = this.#mailbox.rows.row(uid);
      if (row !== undefined) rows.push(row);
    }
    this.#learned.clear();
    this.#emitRows(rows);
  }

  #emitRows(rows: Row[]): void {
    const { generation, loaded } = this.#mailbox.rows;
    this.#events.emit({ type: "rows", mailboxId: this.#mailbox.id, generation, loaded, rows });
  }

  #sendTranscript(): void {
    const events = this.#log.after(this.#toldSeq, MAX_TRANSCRIPT_BATCH);
    this.#toldSeq = this.#log.lastSeq;
    if (events.length > 0) this.#events.emit({ type: "transcript", mailboxId: this.#mailbox.id, events });
  }
}
