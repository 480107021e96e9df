import type { SessionLease } from "../login/session-lease.ts";
import { SessionError } from "../work/session-error.ts";

/** What is done with a mailbox of this gateway when somebody else wants its maildrop. */
export interface Holding {
  readonly ownerId: string;
  /** Undefined while its password cannot be read here: no page of it is open. */
  knowsSecret(candidate: string): boolean | undefined;
  /** Another browser session has it now. The connection is gone when this returns its promise. */
  handOver(): Promise<void>;
  /** Nobody is known to have it, yet it may not be used any more. The connection is gone when this returns. */
  lapse(): void;
}

/** What the lease manager does for a mailbox. */
export interface LeaseService {
  /** @throws SessionError `in-use-here`, `cancelled` */
  claim(takesOver: boolean, signal: AbortSignal): Promise<void>;
  release(): Promise<void>;
}

/**
 * The lease as a session sees it. Until the first sign-in has succeeded it is not asked for: whoever
 * types a wrong password must not even for a moment hold what the owner wants.
 */
export class MailboxLease implements SessionLease {
  readonly #service: LeaseService;
  #isAdmitted: boolean;
  /** Gives up the claims that wait for another gateway. Of two, as from two tabs, neither ends the other. */
  #waiting = new AbortController();
  #isOver = false;

  /** @param isAdmitted whether the password has been proved before */
  constructor(service: LeaseService, isAdmitted: boolean) {
    this.#service = service;
    this.#isAdmitted = isAdmitted;
  }

  /** @throws SessionError `in-use-here` */
  async acquire(): Promise<void> {
    if (this.#isAdmitted) await this.#obtain(false);
  }

  /**
   * The password is proved: the lease is taken, and from now on before each dial.
   *
   * @param takesOver makes whoever has it let go, and waits for that
   * @throws SessionError `in-use-here`, `cancelled`
   */
  async admit(takesOver: boolean, signal?: AbortSignal): Promise<void> {
    await this.#obtain(takesOver, signal);
    this.#isAdmitted = true;
  }

  /** Gives up the claims under way. */
  stopWaiting(): void {
    this.#waiting.abort();
    this.#waiting = new AbortController();
  }

  /** The mailbox is closed for good: whoever still asks for its lease gets none. */
  end(): void {
    this.#isOver = true;
    this.stopWaiting();
  }

  async release(): Promise<void> {
    this.stopWaiting();
    await this.#service.release();
  }

  async #obtain(takesOver: boolean, unlessAborted?: AbortSignal): Promise<void> {
    if (this.#isOver) throw letGo();
    const waiting = this.#waiting.signal;
    const signal = unlessAborted === undefined ? waiting : AbortSignal.any([waiting, unlessAborted]);
    if (signal.aborted) throw letGo();
    await this.#service.claim(takesOver, signal);
    if (signal.aborted) throw letGo();
  }
}

function letGo(): SessionError {
  return new SessionError("cancelled", "the mailbox was let go meanwhile");
}
