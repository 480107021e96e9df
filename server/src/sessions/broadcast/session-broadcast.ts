import type { TranscriptEvent } from "@popgate/shared/pop3/transcript";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { Row } from "@popgate/shared/api/message";
import type { SessionConnection } from "../connection/session-connection.ts";
import type { SessionEvents } from "./session-events.ts";
import { Throttle } from "./throttle.ts";

/** Fast enough to look live, slow enough that a sweep of thousands of headers stays cheap. */
const ROWS_EVERY_MS = 80;
const TRANSCRIPT_EVERY_MS = 40;
/** Pages look at some dozens of rows; several tabs at a few times as many. */
const MAX_LOOKED_AT = 1_000;
/** A sweep writes thousands of lines in a burst; a page asks for what it missed. */
const MAX_TRANSCRIPT_BATCH = 500;

/**
 * A check of the maildrop that is over within this time is told by its result only: nobody could read
 * what would flash up, and every action waits for it all the same.
 */
const MAX_HUSH_MS = 2_000;

/** Turns what happens in a session into events for its pages, a batch at a time. */
export class SessionBroadcast {
  readonly #id: string;
  readonly #events: SessionEvents;
  readonly #connection: SessionConnection;
  readonly #view: () => Mailbox;
  #hush: NodeJS.Timeout | undefined;
  /** Only these rows are sent: a page asks for the others when it comes to them. */
  readonly #lookedAt = new Set<string>();
  readonly #learned = new Set<string>();
  #transcript: TranscriptEvent[] = [];
  readonly #rowsThrottle = new Throttle(ROWS_EVERY_MS, () => this.#sendRows());
  readonly #transcriptThrottle = new Throttle(TRANSCRIPT_EVERY_MS, () => this.#sendTranscript());

  constructor(id: string, events: SessionEvents, connection: SessionConnection, view: () => Mailbox) {
    this.#id = id;
    this.#events = events;
    this.#connection = connection;
    this.#view = view;
    connection.log.subscribe((event) => {
      this.#transcript.push(event);
      if (this.#transcript.length > MAX_TRANSCRIPT_BATCH) this.#transcript.shift();
      this.#transcriptThrottle.ask();
    });
  }

  /** Rows on a page's screen: sent at once where they are known, and whenever they change. */
  look(uids: readonly string[]): void {
    for (const uid of uids) {
      // Re-inserted, so that what was looked at longest ago is forgotten first.
      this.#lookedAt.delete(uid);
      this.#lookedAt.add(uid);
      if (this.#connection.rows.hasHeader(uid)) this.#learned.add(uid);
    }
    for (const uid of this.#lookedAt) {
      if (this.#lookedAt.size <= MAX_LOOKED_AT) break;
      this.#lookedAt.delete(uid);
    }
    if (this.#learned.size > 0) this.#rowsThrottle.ask();
  }

  headerLearned(uid: string): void {
    if (this.#lookedAt.has(uid)) this.#learned.add(uid);
    this.#rowsThrottle.ask();
  }

  rowChanged(row: Row): void {
    this.#emitRows([row]);
  }

  mailbox(): void {
    // A loss is told at once; what else happens in a hush, when it ends.
    if (this.#hush !== undefined && this.#connection.state.kind !== "lost") return;
    this.#events.emit({ type: "mailbox", mailbox: this.#view() });
  }

  /** From now on the mailbox's state is not told, for a moment at most. @returns what ends it sooner */
  hush(): () => void {
    const end = () => {
      if (this.#hush !== timer) return;
      clearTimeout(timer);
      this.#hush = undefined;
      this.mailbox();
    };
    const timer = setTimeout(end, MAX_HUSH_MS).unref();
    clearTimeout(this.#hush);
    this.#hush = timer;
    return end;
  }

  marks(): void {
    const { marks, rows } = this.#connection;
    rows.marksChanged();
    this.#events.emit({ type: "marks", mailboxId: this.#id, marks: marks.whole() });
  }

  progress(uid: string, received: number, octets: number | null): void {
    this.#events.emit({ type: "progress", mailboxId: this.#id, uid, received, octets });
  }

  stop(): void {
    clearTimeout(this.#hush);
    this.#hush = undefined;
    this.#rowsThrottle.stop();
    this.#transcriptThrottle.stop();
    this.#events.emit({ type: "closed", mailboxId: this.#id });
  }

  #sendRows(): void {
    const rows: Row[] = [];
    for (const uid of this.#learned) {
      const row = this.#connection.rows.row(uid);
      if (row !== undefined) rows.push(row);
    }
    this.#learned.clear();
    this.#emitRows(rows);
  }

  #emitRows(rows: Row[]): void {
    const { generation, loaded } = this.#connection.rows;
    this.#events.emit({ type: "rows", mailboxId: this.#id, generation, loaded, rows });
  }

  #sendTranscript(): void {
    const events = this.#transcript;
    this.#transcript = [];
    if (events.length > 0) this.#events.emit({ type: "transcript", mailboxId: this.#id, events });
  }
}
