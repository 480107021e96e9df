import type { Capabilities } from "./capabilities.ts";
import type { Deadlines } from "../deadlines.ts";
import type { Pop3Engine } from "../engine/engine.ts";
import { Pop3Error, refusal } from "../errors.ts";
import type { BackgroundCommand, CommandSource, ExchangeOptions, Reply } from "../engine/exchange.ts";
import { takeInventory, takeList, takeUidl, type Inventory } from "./inventory.ts";
import type { ListEntry, UidlEntry } from "./listing.ts";
import { refusalContext } from "./refusal-context.ts";
import type { TranscriptLog } from "../transcript-log.ts";
import { encodeCommand, type EncodedCommand } from "../wire/command-encoder.ts";

/** What is known of a session once it is signed in. */
export interface SignedInSession {
  readonly engine: Pop3Engine;
  readonly greeting: string;
  readonly capabilities: Capabilities;
  /** How it signed in: `USER`, `SCRAM-SHA-256` … */
  readonly mechanism: string;
  readonly isSecure: boolean;
  /** The language of its texts, where it agreed to one of the reader's. */
  readonly language?: string | undefined;
  /** Commands that this server has hung up on; what a session can do without is not sent then. */
  readonly spared: ReadonlySet<string>;
}

/** A POP3 session in TRANSACTION, with a method for each verb. `openClient` makes one. */
export class Pop3Client {
  readonly session: SignedInSession;
  readonly #engine: Pop3Engine;
  readonly #deadlines: Deadlines;
  readonly #log: TranscriptLog;
  #begunInventory: Promise<Inventory> | undefined;
  /** Numbers that DELE was sent for, however it was answered: the server may have marked them. */
  readonly #deleSentFor = new Set<number>();
  readonly #deleSentSinceReset = new Set<number>();
  #lowestDeleted = Number.POSITIVE_INFINITY;
  #isRsetSent = false;
  /** What the commands to come are for; it stands in the transcript with each of them. */
  causeId: string | undefined;

  /** @param begun an inventory that was asked for with the sign-in: the first one is that */
  constructor(
    session: SignedInSession,
    deadlines: Deadlines,
    log: TranscriptLog,
    begun?: Promise<Inventory>,
  ) {
    this.#begunInventory = begun;
    this.session = session;
    this.#engine = session.engine;
    this.#deadlines = deadlines;
    this.#log = log;
  }

  /** Why the connection is gone; undefined while it lives. */
  get error(): Pop3Error | undefined {
    return this.#engine.error;
  }

  onClose(listener: (error: Pop3Error) => void): void {
    this.#engine.onClose(listener);
  }

  /** STAT, LIST and UIDL, in one write where the server pipelines. @throws Pop3Error */
  inventory(signal?: AbortSignal): Promise<Inventory> {
    const begun = this.#begunInventory;
    this.#begunInventory = undefined;
    if (begun !== undefined) return begun;
    return takeInventory(this.#engine, refusalContext(this.session.capabilities), {
      ...this.#options(signal === undefined ? {} : { signal }),
      hasUidl: this.#maySend("UIDL"),
    });
  }

  /**
   * UIDL alone (RFC 1939 §7).
   *
   * @param messages how many there may be, beside those that came since
   * @returns undefined where the server refuses it
   * @throws Pop3Error if the connection is lost
   */
  async uidl(messages: number): Promise<readonly UidlEntry[] | undefined> {
    if (!this.#maySend("UIDL")) return undefined;
    return takeUidl(this.#engine, messages, this.#options({}));
  }

  /** LIST alone (RFC 1939 §5); as `uidl`. */
  list(messages: number): Promise<readonly ListEntry[] | undefined> {
    return takeList(this.#engine, messages, this.#options({}));
  }

  /** Whether this session never sent RSET, and sent DELE for these numbers and no other. */
  hasOnlyMarked(numbers: readonly number[]): boolean {
    const sent = this.#deleSentFor;
    return !this.#isRsetSent && sent.size === numbers.length && numbers.every((number) => sent.has(number));
  }

  /** Whether DELE was sent for this number since the last RSET, however it was answered. */
  hasDeleted(number: number): boolean {
    return this.#deleSentSinceReset.has(number);
  }

  /** The lowest number that DELE was sent for, whatever RSET took back; infinite before the first. */
  get lowestDeleted(): number {
    return this.#lowestDeleted;
  }

  /** Whether TOP may be sent: there are servers that hang up on it. */
  get maySendTop(): boolean {
    return this.#maySend("TOP");
  }

  /** TOP (RFC 1939 §7). @throws Pop3Error `refused` where the server has no TOP, or no such message, or hangs up on it */
  async top(number: number, lines: number, options: ExchangeOptions): Promise<Reply> {
    if (!this.maySendTop) throw new Pop3Error("refused", "the server hangs up on TOP", { verb: "TOP" }, true);
    return this.#run(encodeCommand("TOP", [number, lines]), options);
  }

  /** RETR (RFC 1939 §5), streamed to the sink with back-pressure. */
  retr(number: number, options: ExchangeOptions): Promise<Reply> {
    return this.#run(encodeCommand("RETR", [number]), options);
  }

  /**
   * DELE for each number, pipelined. All are sent even if one is refused. From then on RSET is the last word
   * of a session that ends without QUIT, for whatever reason: nothing is deleted then (RFC 1939 §6), but
   * Qpopper can be set up to remove what is marked when a line ends.
   *
   * @returns for each number undefined, or why the server refused it
   */
  dele(numbers: readonly number[]): Promise<(Pop3Error | undefined)[]> {
    if (numbers.length > 0) this.#engine.sayLast(encodeCommand("RSET"));
    for (const number of numbers) {
      this.#deleSentFor.add(number);
      this.#deleSentSinceReset.add(number);
      this.#lowestDeleted = Math.min(this.#lowestDeleted, number);
    }
    return Promise.all(numbers.map((number) => this.#refusalOf(encodeCommand("DELE", [number]))));
  }

  /** RSET and DELE in one run: how POP3 takes one mark back. @throws Pop3Error if RSET is refused */
  async resetAndDele(numbers: readonly number[]): Promise<(Pop3Error | undefined)[]> {
    const [, refusals] = await Promise.all([this.rset(), this.dele(numbers)]);
    return refusals;
  }

  async rset(): Promise<void> {
    this.#isRsetSent = true;
    this.#deleSentSinceReset.clear();
    await this.#run(encodeCommand("RSET"));
  }

  async noop(): Promise<void> {
    await this.#run(encodeCommand("NOOP"));
  }

  /**
   * QUIT (RFC 1939 §6): the server enters UPDATE and removes what is marked.
   *
   * @returns whether it said +OK; -ERR means that some messages may not have been removed
   * @throws Pop3Error if the reply never came: what was removed is then unknown
   */
  async quit(): Promise<Reply> {
    // A session that is gone does not enter UPDATE, not even in the transcript.
    if (this.error !== undefined) throw this.error;
    this.#log.enter("UPDATE");
    this.#engine.expectClose();
    this.#engine.sayLast(undefined);
    const reply = await this.#engine.run(
      encodeCommand("QUIT"),
      this.#options({ deadlineMs: this.#deadlines.quitMs }),
    );
    this.#engine.destroy(new Pop3Error("closed", "the session has ended"));
    return reply;
  }

  /** Closes without QUIT: nothing is deleted. */
  close(why: string): void {
    this.#engine.destroy(new Pop3Error("closed", why));
  }

  setBackground(source: CommandSource | undefined): void {
    this.#engine.setBackground(source);
  }

  /** What the background would have asked in its time, asked now: ahead of all that is asked after it. */
  hurry({ command, options, done, failed }: BackgroundCommand): void {
    this.#engine.run(command, options).then(done, failed);
  }

  /** The background source has something again. */
  nudge(): void {
    this.#engine.nudge();
  }

  #maySend(command: "UIDL" | "TOP"): boolean {
    return !this.session.spared.has(command);
  }

  async #run(command: EncodedCommand, options: ExchangeOptions = {}): Promise<Reply> {
    const reply = await this.#engine.run(command, this.#options(options));
    if (reply.status !== "ok") throw refusal(command.verb, reply, refusalContext(this.session.capabilities));
    return reply;
  }

  async #refusalOf(command: EncodedCommand): Promise<Pop3Error | undefined> {
    const reply = await this.#engine.run(command, this.#options({}));
    if (reply.status === "ok") return undefined;
    return refusal(command.verb, reply, refusalContext(this.session.capabilities));
  }

  #options(options: ExchangeOptions): ExchangeOptions {
    return { causeId: this.causeId, ...options };
  }
}
