import type { Deadlines } from "../deadlines.ts";
import { Pop3Error } from "../errors.ts";
import type { Exchange } from "./exchange.ts";

/** A body that stands at a doubtful end for this long has ended. */
const GRACE_MS = 5_000;
/** A server that ends TOP with a stray dot line once does it always: a sweep must not wait so for each. */
const KNOWN_GRACE_MS = 200;

/**
 * A line of LIST or UIDL every other second: a listing that comes slower than this for as long as silence may last
 * would go on for ever. Messages have no such limit, for a person sees them come and may cancel.
 */
const LEAST_OCTETS_A_SECOND = 16;
const MESSAGE_VERBS = new Set(["RETR", "TOP"]);

/** `.CR`: Cyrus was seen to leave the LF out. LF `.` CRLF behind CRLF lines: Citadel's TOP. */
export type DoubtfulEnd = "bare-cr" | "stray-dot";

export interface DeadlineHandler {
  expired(error: Pop3Error): void;
  /** A body has stood long enough at what may be its end. */
  acceptDoubtfulEnd(): void;
}

/**
 * One timer for the reply that is awaited: first until its first octet, then between octets. Time in
 * which we do not read, because a reader is slow, does not count against the server.
 */
export class ReplyDeadline {
  readonly #deadlines: Deadlines;
  readonly #handler: DeadlineHandler;
  #timer: NodeJS.Timeout | undefined;
  #graceTimer: NodeJS.Timeout | undefined;
  #exchange: Exchange | undefined;
  #quietSince = 0;
  /** Since when a listing's octets are counted, and how many had come by then. */
  #pace = { since: 0, octets: 0 };
  #isPaused = false;
  #strayDotGraceMs = GRACE_MS;

  constructor(deadlines: Deadlines, handler: DeadlineHandler) {
    this.#deadlines = deadlines;
    this.#handler = handler;
  }

  /** Waits for this exchange's reply; restarts the clock if it is another than before. */
  start(exchange: Exchange): void {
    if (this.#exchange === exchange) return;
    this.#exchange = exchange;
    this.#quietSince = performance.now();
    this.#pace = { since: this.#quietSince, octets: 0 };
    this.#arm(0);
  }

  /** Octets came. A status line that trickles in does not count as life: its limit is for all of it. */
  touch(): void {
    if (this.#exchange?.status !== undefined) this.#quietSince = performance.now();
  }

  pause(): void {
    this.#isPaused = true;
  }

  /** We read again. */
  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#quietSince = performance.now();
    this.#pace = { since: this.#quietSince, octets: this.#exchange?.bodyOctets ?? 0 };
  }

  /** To be told after each chunk whether a body stands at what may be its end. */
  watchEnd(end: DoubtfulEnd | undefined): void {
    clearTimeout(this.#graceTimer);
    this.#graceTimer = undefined;
    if (end === undefined) return;
    const graceMs = end === "stray-dot" ? this.#strayDotGraceMs : GRACE_MS;
    this.#graceTimer = setTimeout(() => {
      if (end === "stray-dot") this.#strayDotGraceMs = KNOWN_GRACE_MS;
      this.#handler.acceptDoubtfulEnd();
    }, graceMs);
  }

  clear(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#graceTimer);
    this.#timer = undefined;
    this.#graceTimer = undefined;
    this.#exchange = undefined;
    this.#isPaused = false;
  }

  #limitMs(): number {
    if (this.#exchange?.status !== undefined) return this.#deadlines.idleMs;
    return this.#exchange?.options.deadlineMs ?? this.#deadlines.replyMs;
  }

  // Never longer than the shortest limit: the reply awaited may change while the timer runs.
  #arm(quietMs: number): void {
    const { replyMs, idleMs } = this.#deadlines;
    const waitMs = Math.min(this.#limitMs() - quietMs, replyMs, idleMs);
    this.#timer ??= setTimeout(this.#check, Math.max(1, waitMs));
  }

  // Re-armed rather than reset at every chunk: a timer per packet is dear on a fast line.
  readonly #check = (): void => {
    this.#timer = undefined;
    if (this.#exchange === undefined) return;
    const limitMs = this.#limitMs();
    const quietMs = this.#isPaused ? 0 : performance.now() - this.#quietSince;
    if (quietMs < limitMs && !this.#isDribbling(this.#exchange)) {
      this.#arm(quietMs);
      return;
    }
    const { command } = this.#exchange;
    const what = command === undefined ? "the greeting" : `the reply to ${command.verb}`;
    const facts = command === undefined ? {} : { verb: command.verb };
    const why = quietMs < limitMs ? "came too slowly to end" : `did not come within ${limitMs / 1000} s`;
    this.#handler.expired(new Pop3Error("timeout", `${what} ${why}`, facts));
  };

  /** Whether a listing has come for so long, and so slowly, that it is no listing. */
  #isDribbling({ command, status, bodyOctets }: Exchange): boolean {
    const isListing = command?.multiLine === true && !MESSAGE_VERBS.has(command.verb);
    if (!isListing || status === undefined || this.#isPaused) return false;
    const now = performance.now();
    const elapsedMs = now - this.#pace.since;
    if (elapsedMs < this.#deadlines.idleMs) return false;
    const octets = bodyOctets - this.#pace.octets;
    this.#pace = { since: now, octets: bodyOctets };
    return octets < (LEAST_OCTETS_A_SECOND * elapsedMs) / 1000;
  }
}
