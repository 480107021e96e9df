import type { ConnectionState } from "../state/connection-state.ts";
import { RECONNECT_WAITS_MS, reconnectWaitMs } from "./reconnect-policy.ts";

/** Somebody who watches wants to see new mail within some minutes; a server's log wants to stay short. */
export const DEFAULT_CHECK_EVERY_MS = 300_000;
/** Looking for mail ends a living session, so a server that will not have us back soon is asked less often. */
const MAX_CHECK_EVERY_MS = 3_600_000;
/** A connection that held for this long was good: the next loss is the first of its row. */
const GOOD_AFTER_MS = 60_000;
/** How soon to look again, when it is time but somebody is doing something. */
const BUSY_AGAIN_MS = 2_000;
/** Node fires longer timers at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface SupervisorOptions {
  /** Between two readings of the maildrop that nobody asked for; 0 for never. */
  readonly checkEveryMs?: number | undefined;
  readonly reconnectWaitsMs?: readonly number[] | undefined;
}

type LostState = Extract<ConnectionState, { kind: "lost" }>;

/** What the supervisor must know and may do. */
export interface SupervisedSession {
  readonly state: ConnectionState;
  readonly loginDelayMs: number;
  /** When the maildrop was last read, in milliseconds since the Unix epoch; 0 if never. */
  readonly checkedAt: number;
  /** Nothing runs or waits. */
  readonly isQuiet: boolean;
  /** Makes the connection again. */
  reconnect(): void;
  /** Reads the maildrop again, with as little stir as it can. */
  check(): void;
}

/**
 * Does what nobody has to ask for: a lost session comes back, new mail is looked for. Only while
 * somebody attends, and never where the person must decide.
 */
export class Supervisor {
  readonly #session: SupervisedSession;
  #checkEveryMs: number;
  readonly #waitsMs: readonly number[];
  #isAttended = false;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #seen: ConnectionState | undefined;
  #transactionSince: number | undefined;
  #failures = 0;
  /** When a lost session may try again by itself, in milliseconds since the Unix epoch. */
  #retryAt: number | undefined;

  constructor(session: SupervisedSession, options: SupervisorOptions = {}) {
    this.#session = session;
    this.#checkEveryMs = options.checkEveryMs ?? DEFAULT_CHECK_EVERY_MS;
    this.#waitsMs = options.reconnectWaitsMs ?? RECONNECT_WAITS_MS;
  }

  /** When a lost session tries again by itself, in milliseconds since the Unix epoch; undefined if it does not. */
  get retryAt(): number | undefined {
    if (this.#session.state.kind !== "lost" || !this.#isAttended || this.#isStopped) return undefined;
    return this.#retryAt;
  }

  attended(isAttended: boolean): void {
    this.#isAttended = isAttended;
    this.#plan();
  }

  /** To be called before anybody is told of the state. */
  stateChanged(): void {
    const { state, loginDelayMs } = this.#session;
    if (state !== this.#seen) {
      this.#seen = state;
      if (state.kind === "transaction") this.#transactionSince = Date.now();
      if (state.kind === "lost") {
        const lastedMs = Date.now() - (this.#transactionSince ?? Date.now());
        if (lastedMs >= GOOD_AFTER_MS) this.#failures = 0;
        if (this.#transactionSince !== undefined) this.#learnFrom(state.error);
        this.#transactionSince = undefined;
        const waitMs = reconnectWaitMs(state.error, this.#failures, Math.random(), this.#waitsMs);
        this.#retryAt = waitMs === undefined ? undefined : Date.now() + Math.max(waitMs, loginDelayMs);
        this.#failures += 1;
      }
    }
    this.#plan();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Some providers allow a login every so many minutes and tell it nowhere but in their words. */
  #learnFrom({ code, retryAfterMs }: LostState["error"]): void {
    if (code !== "login-delay" || retryAfterMs !== undefined) return;
    this.#checkEveryMs = Math.max(this.#checkEveryMs, Math.min(this.#checkEveryMs * 2, MAX_CHECK_EVERY_MS));
  }

  #plan(): void {
    clearTimeout(this.#timer);
    if (this.#isStopped || !this.#isAttended) return;
    const dueAt = this.#dueAt();
    if (dueAt !== undefined) this.#wakeIn(dueAt - Date.now());
  }

  #dueAt(): number | undefined {
    const { state, loginDelayMs, checkedAt } = this.#session;
    const allowedAt = Date.now() + loginDelayMs;
    switch (state.kind) {
      case "connecting":
        return undefined;
      case "lost":
        return this.#retryAt;
      case "released":
        if (state.why === "handed-over") return undefined;
        // Of an earlier process: there is nothing to show yet, and somebody looks.
        if (checkedAt === 0) return allowedAt;
        break;
      case "transaction":
        break;
      default:
        return state satisfies never;
    }
    return this.#checkEveryMs === 0 ? undefined : Math.max(checkedAt + this.#checkEveryMs, allowedAt);
  }

  #wakeIn(delayMs: number): void {
    clearTimeout(this.#timer);
    const boundedMs = Math.min(Math.max(0, delayMs), MAX_TIMER_MS);
    this.#timer = setTimeout(() => this.#act(), boundedMs).unref();
  }

  #act(): void {
    if (!this.#session.isQuiet) return this.#wakeIn(BUSY_AGAIN_MS);
    // What the wait was for may not be over where a server prolonged it, or the timer was cut short.
    const dueAt = this.#dueAt();
    if (dueAt === undefined) return;
    if (dueAt > Date.now()) return this.#wakeIn(dueAt - Date.now());
    if (this.#session.state.kind === "lost" || this.#session.checkedAt === 0) this.#session.reconnect();
    else this.#session.check();
  }
}
