import type { Pop3Client } from "../../pop3/client/client.ts";
import type { BackgroundCommand, CommandSource, Reply } from "../../pop3/engine/exchange.ts";
import { encodeCommand } from "../../pop3/wire/command-encoder.ts";
import type { Maildrop, MaildropMessage } from "../../maildrop/maildrop.ts";
import type { HeaderRow } from "../../messages/header/header-columns.ts";
import { parseHeaderRow } from "../../messages/header/header-row.ts";
import { firstPages, type FirstPages } from "./first-pages.ts";
import { HeaderSink } from "./header-sink.ts";

/** Without TOP a header costs the whole message; larger ones wait until somebody opens them. */
const MAX_RETR_FOR_HEADER_OCTETS = 256 * 1024;
/** A page shows some dozens; remembering more of what was looked at helps nobody. */
const MAX_LOOKED_AT = 500;
/** The rows that a page asks for at once. */
const FIRST_PAGE_ROWS = 50;
/** What the marks of a whole mailbox wait for: half a megabyte of headers as a rule. */
const MAX_READ_FIRST = 1_000;

export interface SweepHandler {
  hasHeader(uid: string): boolean;
  /** False when another header would push one out: then only what is on screen is read. */
  readonly hasRoom: boolean;
  /** A marked message cannot be read (RFC 1939 §5). */
  isMarked(uid: string): boolean;
  learned(uid: string, header: HeaderRow): void;
  /** The server refuses it. */
  refused(uid: string): void;
  /** Everything that can be read without being asked for has been. */
  finished(): void;
}

/**
 * Reads the headers of a maildrop in the background: what is on screen first, then from the newest
 * down. Feeds the engine's background lane, which asks only while no person waits. Beyond the first page it
 * goes on when nobody who has just signed in waits for theirs.
 */
export class HeaderSweep implements CommandSource {
  readonly #client: Pop3Client;
  readonly #maildrop: Maildrop;
  readonly #handler: SweepHandler;
  readonly #firstPages: FirstPages;
  /** Ends when the newest rows have been read, or cannot be. */
  readonly firstPageRead: Promise<void>;
  readonly #asked = new Set<string>();
  #lookedAt: string[] = [];
  /** Index of the next message to take, counted down from the newest. */
  #position: number;
  #outstanding = 0;
  #hasTop: "announced" | "untried" | "no";
  /** With EXPIRE 0 (RFC 2449 §6.7) what RETR reads may be gone at the next QUIT: only a person reads then. */
  readonly #mayRetr: boolean;
  #isFinished = false;
  /** Index of the oldest message that may be taken for the present. */
  #floor: number;
  #hasFirstPage = false;
  #tellFirstPage = () => {};
  /** Whether messages were left out because they were marked. */
  #hasPassedOver = false;

  constructor(client: Pop3Client, maildrop: Maildrop, handler: SweepHandler, pages = firstPages) {
    this.#client = client;
    this.#maildrop = maildrop;
    this.#handler = handler;
    this.#firstPages = pages;
    this.#position = maildrop.messages.length - 1;
    this.#floor = Math.max(0, maildrop.messages.length - FIRST_PAGE_ROWS);
    this.firstPageRead = new Promise((resolve) => (this.#tellFirstPage = resolve));
    this.#mayRetr = client.session.capabilities.expireDays !== 0;
    this.#hasTop = client.session.capabilities.has("TOP") ? "announced" : "untried";
  }

  /** Rows on screen, in their order: they are read before all others. */
  look(uids: readonly string[]): void {
    this.#lookedAt = uids.slice(0, MAX_LOOKED_AT).toReversed();
    this.#client.nudge();
  }

  /**
   * Of messages that are about to be marked: a marked one cannot be read (RFC 1939 §5), and its row would stay
   * without a subject. They are asked for at once, ahead of the DELE that the caller sends next, and by TOP
   * alone: nobody waits for whole messages to mark one.
   */
  readFirst(uids: Iterable<string>): void {
    let left = MAX_READ_FIRST;
    for (const uid of uids) {
      if (left === 0 || this.#hasTop === "no" || !this.#handler.hasRoom) return;
      const message = this.#maildrop.find(uid);
      if (message === undefined || !this.#isUnread(uid)) continue;
      left -= 1;
      this.#client.hurry(this.#command(message));
    }
  }

  /** Marks were taken back: what was passed over can be read now. */
  marksChanged(): void {
    if (!this.#hasPassedOver) return;
    this.#startOver();
    this.#client.nudge();
  }

  next(): BackgroundCommand | undefined {
    const seen = this.#nextLookedAt();
    if (seen !== undefined) return this.#command(seen);
    const message = this.#nextMessage();
    // Beyond the first page nobody waits for it.
    if (message !== undefined) return this.#command(message, this.#floor === 0 && this.#hasFirstPage);
    if (this.#outstanding === 0) this.#rest();
    return undefined;
  }

  /** All that may be asked for the present has been answered. */
  #rest(): void {
    if (!this.#hasFirstPage) {
      this.#hasFirstPage = true;
      this.#tellFirstPage();
      this.#firstPages.after(() => {
        this.#floor = 0;
        this.#client.nudge();
      });
    }
    if (this.#floor > 0 || this.#isFinished) return;
    this.#isFinished = true;
    this.#handler.finished();
  }

  #nextLookedAt(): MaildropMessage | undefined {
    for (let uid = this.#lookedAt.pop(); uid !== undefined; uid = this.#lookedAt.pop()) {
      const message = this.#maildrop.find(uid);
      if (message !== undefined && this.#isWanted(message)) return message;
    }
    return undefined;
  }

  #nextMessage(): MaildropMessage | undefined {
    while (this.#position >= this.#floor && this.#handler.hasRoom) {
      const message = this.#maildrop.messages[this.#position];
      this.#position -= 1;
      if (message !== undefined && this.#isWanted(message)) return message;
    }
    return undefined;
  }

  #isUnread(uid: string): boolean {
    return !this.#asked.has(uid) && !this.#handler.hasHeader(uid);
  }

  #isWanted({ uid, octets }: MaildropMessage): boolean {
    if (!this.#isUnread(uid)) return false;
    if (this.#handler.isMarked(uid)) {
      this.#hasPassedOver = true;
      return false;
    }
    if (this.#hasTop !== "no") return true;
    return this.#mayRetr && (octets ?? Number.POSITIVE_INFINITY) <= MAX_RETR_FOR_HEADER_OCTETS;
  }

  #command({ uid, number, octets }: MaildropMessage, mayWait = false): BackgroundCommand {
    this.#asked.add(uid);
    this.#outstanding += 1;
    const sink = new HeaderSink();
    const isRetr = this.#hasTop === "no";
    return {
      command: isRetr ? encodeCommand("RETR", [number]) : encodeCommand("TOP", [number, 0]),
      options: {
        sink,
        causeId: "headers",
        mayWait,
        ...(isRetr && octets !== null ? { expectedOctets: octets } : {}),
      },
      done: (reply) => this.#answered(uid, reply, sink, isRetr),
      // The session hears of the loss itself; a new sweep asks again.
      failed: this.#tellFirstPage,
    };
  }

  #answered(uid: string, reply: Reply, sink: HeaderSink, isRetr: boolean): void {
    this.#outstanding -= 1;
    // From now on the rows tell whether it is known: one that was pushed out may be asked for again.
    this.#asked.delete(uid);
    if (reply.status === "ok") {
      if (!isRetr) this.#hasTop = "announced";
      this.#handler.learned(uid, parseHeaderRow(sink.takeHeader()));
      return;
    }
    if (this.#handler.isMarked(uid)) {
      // Marked while it waited its turn: it was refused for that.
      this.#hasPassedOver = true;
      return;
    }
    if (!isRetr && this.#hasTop !== "announced") {
      // CAPA did not promise TOP and the server refuses it: the list is filled by RETR instead.
      this.#hasTop = "no";
      this.#startOver();
      return;
    }
    // Gone in mid-session, as servers without locks allow, or a passing trouble.
    this.#handler.refused(uid);
  }

  #startOver(): void {
    this.#position = this.#maildrop.messages.length - 1;
    this.#hasPassedOver = false;
    this.#isFinished = false;
  }
}
