import type { Pop3Client } from "../../pop3/client/client.ts";
import type { BackgroundCommand, CommandSource, Reply } from "../../pop3/engine/exchange.ts";
import type { Pop3Error } from "../../pop3/errors.ts";
import { encodeCommand } from "../../pop3/wire/command-encoder.ts";
import type { Maildrop, MaildropMessage } from "../../maildrop/maildrop.ts";
import type { HeaderRow } from "../../messages/header/header-columns.ts";
import { parseHeaderRow } from "../../messages/header/header-row.ts";
import { firstPages, type FirstPages } from "./first-pages.ts";
import { NumberCheck } from "./number-check.ts";
import { HeaderSink } from "./header-sink.ts";

/** Without TOP a header costs the whole message; larger ones wait until somebody opens them. */
const MAX_RETR_FOR_HEADER_OCTETS = 256 * 1024;
/** What is retrieved for rows that nobody looks at, on one connection: some thousand usual messages. */
const MAX_RETR_SWEEP_OCTETS = 32 * 1024 * 1024;
/** One message may have gone; a server that refuses the first three has no TOP, whatever it announces. */
const REFUSALS_OF_NO_TOP = 3;
/** Two milliseconds of rows without a header: a hundred thousand at once would hold everybody up. */
const TOLD_AT_ONCE = 500;
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
  /** It cannot be had: the server refuses it, or it would cost the whole of a message that is too large for that. */
  refused(uid: string): void;
  /** The server hung up where it was asked for. */
  hungUpOn(uid: string): void;
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
  readonly numbers: NumberCheck;
  /** Ends when the newest rows have been read, or cannot be. */
  readonly firstPageRead: Promise<void>;
  readonly #asked = new Set<string>();
  #lookedAt: string[] = [];
  /** Index of the next message to take, counted down from the newest. */
  #position: number;
  #outstanding = 0;
  /** CAPA may promise it falsely, or be silent about it: only an answer tells. */
  #hasTop: "untried" | "yes" | "no";
  /** Refused by TOP before anything was told by it: these may be gone, or there may be no TOP. */
  readonly #refusedByTop: string[] = [];
  /** Neither TOP nor RETR is to be had for them; their rows are still to be told so. */
  readonly #unattainable: string[] = [];
  #retrievedOctets = 0;
  /** Where a server that hangs up did so: at what it refused last, or at the first that it did not answer. */
  #suspect: string | undefined;
  /** With EXPIRE 0 (RFC 2449 §6.7) what RETR reads may be gone at the next QUIT: only a person reads then. */
  readonly #mayRetr: boolean;
  #isFinished = false;
  /** Index of the oldest message that may be taken for the present. */
  #floor: number;
  #hasFirstPage = false;
  #tellFirstPage = () => {};
  /** Whether messages were left out because they were marked, or others were and nothing told their numbers. */
  #hasPassedOver = false;

  constructor(client: Pop3Client, maildrop: Maildrop, handler: SweepHandler, pages = firstPages) {
    this.#client = client;
    this.#maildrop = maildrop;
    this.#handler = handler;
    this.#firstPages = pages;
    this.numbers = new NumberCheck(client, maildrop, (uid) => handler.isMarked(uid));
    this.#position = maildrop.messages.length - 1;
    this.#floor = Math.max(0, maildrop.messages.length - FIRST_PAGE_ROWS);
    this.firstPageRead = new Promise((resolve) => (this.#tellFirstPage = resolve));
    this.#mayRetr = client.session.capabilities.expireDays !== 0;
    this.#hasTop = client.maySendTop ? "untried" : "no";
    client.onClose((error) => this.#closed(error));
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
      if (this.numbers.mayBeOther(message.number)) {
        if (this.numbers.haveMoved) continue;
        const check = this.numbers.command();
        if (check !== undefined) this.#client.hurry(check);
      }
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
    if (this.numbers.haveMoved) {
      // What another message holds is in no row: those that are unread stay so in this session.
      this.#tellFirstPage();
      return undefined;
    }
    const check = this.#mayHaveMore() ? this.#checkOfNumbers() : undefined;
    if (check !== undefined) return check;
    const seen = this.#nextLookedAt();
    if (seen !== undefined) return this.#command(seen);
    const message = this.#nextMessage();
    // Beyond the first page nobody waits for it.
    if (message !== undefined) return this.#command(message, this.#floor === 0 && this.#hasFirstPage);
    if (this.#outstanding > 0) return undefined;
    if (this.#refusedByTop.length > 0) {
      this.#giveTopUp();
      return this.next();
    }
    this.#rest();
    return undefined;
  }

  #mayHaveMore(): boolean {
    return this.#position >= this.#floor || this.#lookedAt.length > 0;
  }

  #checkOfNumbers(): BackgroundCommand | undefined {
    const last = this.#maildrop.messages.at(-1);
    return last !== undefined && this.numbers.mayBeOther(last.number) ? this.numbers.command() : undefined;
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
    while (this.#position >= this.#floor && this.#handler.hasRoom && this.#mayRetrieveMore()) {
      const message = this.#maildrop.messages[this.#position];
      this.#position -= 1;
      if (message !== undefined && this.#isWanted(message)) return message;
    }
    return undefined;
  }

  /** What is on screen is read all the same. */
  #mayRetrieveMore(): boolean {
    return this.#retrievedOctets < MAX_RETR_SWEEP_OCTETS;
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
    if (this.#mayRetr && (octets ?? Number.POSITIVE_INFINITY) <= MAX_RETR_FOR_HEADER_OCTETS) return true;
    this.#asked.add(uid);
    this.#unattainable.push(uid);
    if (this.#unattainable.length === 1) setImmediate(() => this.#tellUnattainable());
    return false;
  }

  #tellUnattainable(): void {
    for (const uid of this.#unattainable.splice(0, TOLD_AT_ONCE)) {
      this.#asked.delete(uid);
      this.#handler.refused(uid);
    }
    if (this.#unattainable.length > 0) setImmediate(() => this.#tellUnattainable());
  }

  #command({ uid, number, octets }: MaildropMessage, mayWait = false): BackgroundCommand {
    this.#asked.add(uid);
    this.#outstanding += 1;
    // What is asked behind a DELE is believed only once the numbers are known to stand: its reply comes after that one's.
    const isDoubtful = this.numbers.mayBeOther(number);
    const sink = new HeaderSink();
    const isRetr = this.#hasTop === "no";
    if (isRetr) this.#retrievedOctets += octets ?? 0;
    return {
      command: isRetr ? encodeCommand("RETR", [number]) : encodeCommand("TOP", [number, 0]),
      options: {
        sink,
        causeId: "headers",
        mayWait,
        ...(isRetr && octets !== null ? { expectedOctets: octets } : {}),
      },
      done: (reply) => {
        if (!isDoubtful || !this.numbers.mayBeOther(number)) return this.#answered(uid, reply, sink, isRetr);
        this.#outstanding -= 1;
        this.#asked.delete(uid);
        this.#hasPassedOver = true;
      },
      // The session hears of the loss itself; a new sweep asks again.
      failed: () => {
        this.#suspect ??= uid;
        this.#tellFirstPage();
      },
    };
  }

  #answered(uid: string, reply: Reply, sink: HeaderSink, isRetr: boolean): void {
    this.#outstanding -= 1;
    // From now on the rows tell whether it is known: one that was pushed out may be asked for again.
    this.#asked.delete(uid);
    if (reply.status === "ok") {
      this.#suspect = undefined;
      if (!isRetr) this.#topWorks();
      this.#handler.learned(uid, parseHeaderRow(sink.takeHeader()));
      return;
    }
    this.#suspect = uid;
    if (this.#handler.isMarked(uid)) {
      // Marked while it waited its turn: it was refused for that.
      this.#hasPassedOver = true;
      return;
    }
    if (!isRetr && this.#hasTop === "untried") {
      this.#refusedByTop.push(uid);
      if (this.#refusedByTop.length >= REFUSALS_OF_NO_TOP) this.#giveTopUp();
      return;
    }
    // Asked for before TOP was given up: RETR has its turn.
    if (!isRetr && this.#hasTop === "no") return this.#startOver();
    // Gone in mid-session, as servers without locks allow, or a passing trouble.
    this.#handler.refused(uid);
  }

  #topWorks(): void {
    this.#hasTop = "yes";
    for (const uid of this.#refusedByTop.splice(0)) this.#handler.refused(uid);
  }

  /** The list is filled by RETR instead. */
  #giveTopUp(): void {
    this.#hasTop = "no";
    this.#refusedByTop.length = 0;
    this.#startOver();
  }

  #closed({ isHangUp }: Pop3Error): void {
    if (isHangUp && this.#suspect !== undefined) this.#handler.hungUpOn(this.#suspect);
  }

  #startOver(): void {
    this.#position = this.#maildrop.messages.length - 1;
    this.#hasPassedOver = false;
    this.#isFinished = false;
  }
}
