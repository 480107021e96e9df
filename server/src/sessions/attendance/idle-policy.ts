/** Many servers drop a session after 60 s rather than RFC 1939's 10 minutes. */
const KEEP_ALIVE_MS = 45_000;

export interface IdleHandler {
  /** Somebody is looking and nothing has been said for a while. */
  keepAlive(): void;
  /** Nobody has looked for long: the maildrop should be unlocked for others. */
  release(): void;
  /** Somebody began to look, or the last one stopped. */
  attended(isAttended: boolean): void;
}

/** Watches whether anybody looks at a mailbox, and decides between NOOP and letting go. */
export class IdlePolicy {
  readonly #releaseAfterMs: number;
  readonly #handler: IdleHandler;
  #attending = 0;
  #keepAliveTimer: NodeJS.Timeout | undefined;
  #releaseTimer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(releaseAfterMs: number, handler: IdleHandler) {
    this.#releaseAfterMs = releaseAfterMs;
    this.#handler = handler;
  }

  /** @returns what tells that this person stopped looking; calling it twice is harmless */
  attend(): () => void {
    this.#attending += 1;
    this.spoke();
    if (this.#attending === 1) this.#handler.attended(true);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#attending -= 1;
      this.spoke();
      if (this.#attending === 0) this.#handler.attended(false);
    };
  }

  /** Something was said or asked: both clocks start again. */
  spoke(): void {
    clearTimeout(this.#keepAliveTimer);
    clearTimeout(this.#releaseTimer);
    if (this.#isStopped) return;
    if (this.#attending > 0) {
      this.#keepAliveTimer = setTimeout(() => this.#handler.keepAlive(), KEEP_ALIVE_MS).unref();
    } else {
      this.#releaseTimer = setTimeout(() => this.#handler.release(), this.#releaseAfterMs).unref();
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#keepAliveTimer);
    clearTimeout(this.#releaseTimer);
  }
}
