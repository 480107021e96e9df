/** Nothing is known yet: the headers of a page in one round trip, little enough not to flood anybody. */
const FIRST_WINDOW = 64;
const MAX_COMMANDS = 2_048;
/** Below the socket buffer of any server that stops reading while it writes. */
const MAX_COMMAND_OCTETS = 32 * 1024;
/** What the peer may have to send us at once; bounds what a click waits behind. */
const MAX_REPLY_OCTETS = 4 * 1024 * 1024;
/** What is outstanding should drain within a round trip and this. */
const DRAIN_MS = 100;
/** What drains in this time holds no click up, and spares both sides a wake-up for every few replies. */
const UNNOTICED_MS = 5;
/** A window is filled up when so much of it has been answered, not for each reply: a write costs more than a header. */
const REFILLED_SHARE = 1 / 4;
/** A window that doubles and gains less than this was already wide enough. */
const WORTHWHILE_GAIN = 1.2;
/** A rate that grows nearly as the window does: it is far from full, and each step costs a round trip. */
const FAR_FROM_FULL_GAIN = 1.8;

/** What is written and not yet answered. */
export interface Outstanding {
  readonly commands: number;
  readonly commandOctets: number;
  readonly replyOctets: number;
}

/**
 * How many commands may be outstanding (RFC 2449 §6.6). Follows bandwidth × delay: doubles while the
 * rate of replies grows with it, quadruples while it grows as fast. One where the server does not announce PIPELINING.
 */
export class PipelineWindow {
  readonly #isPipelining: boolean;
  #commands = FIRST_WINDOW;
  #roundTripMs = Number.POSITIVE_INFINITY;
  #epochStart: number | undefined;
  #answeredInEpoch = 0;
  #lastRate = 0;

  constructor(isPipelining: boolean) {
    this.#isPipelining = isPipelining;
  }

  get commands(): number {
    return this.#isPipelining ? this.#commands : 1;
  }

  /** With so many outstanding, or fewer, the window is filled up. */
  get refilledAt(): number {
    return Math.floor(this.commands * (1 - REFILLED_SHARE));
  }

  admits(outstanding: Outstanding): boolean {
    if (outstanding.commands === 0) return true;
    return (
      outstanding.commands < this.commands &&
      outstanding.commandOctets < MAX_COMMAND_OCTETS &&
      outstanding.replyOctets < MAX_REPLY_OCTETS
    );
  }

  /** @param waitedMs from writing a command to the end of its reply */
  answered(nowMs: number, waitedMs: number): void {
    this.#roundTripMs = Math.min(this.#roundTripMs, waitedMs);
    this.#epochStart ??= nowMs - waitedMs;
    this.#answeredInEpoch += 1;
    if (this.#answeredInEpoch >= this.#commands) this.#endEpoch(nowMs);
  }

  /** The line fell quiet: a rate measured over the pause would be wrong. */
  rest(): void {
    this.#epochStart = undefined;
    this.#answeredInEpoch = 0;
  }

  #endEpoch(nowMs: number): void {
    const elapsedMs = Math.max(0.1, nowMs - (this.#epochStart ?? nowMs));
    const rate = this.#answeredInEpoch / elapsedMs;
    if (rate > this.#lastRate * WORTHWHILE_GAIN) {
      const factor = rate > this.#lastRate * FAR_FROM_FULL_GAIN ? 4 : 2;
      const drainable = Math.ceil(rate * (this.#roundTripMs + DRAIN_MS));
      this.#commands = Math.max(FIRST_WINDOW, Math.min(this.#commands * factor, drainable, MAX_COMMANDS));
    }
    const cheap = Math.min(Math.ceil(rate * UNNOTICED_MS), MAX_COMMANDS);
    this.#commands = Math.max(this.#commands, cheap);
    this.#lastRate = Math.max(this.#lastRate, rate);
    this.#epochStart = nowMs;
    this.#answeredInEpoch = 0;
  }
}
