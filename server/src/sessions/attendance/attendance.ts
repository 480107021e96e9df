import type { SessionContext } from "../actions/session-context.ts";
import type { SessionBroadcast } from "../broadcast/session-broadcast.ts";
import type { ConnectionState } from "../state/connection-state.ts";
import type { SessionListener } from "../state/session-notifier.ts";
import { Supervisor, type SupervisedSession, type SupervisorOptions } from "./supervisor.ts";

/** Many servers drop a session after 60 s rather than RFC 1939's 10 minutes. */
const KEEP_ALIVE_MS = 45_000;

export interface AttendanceOptions extends SupervisorOptions {
  /** How long nobody looks until the maildrop is unlocked for others. */
  readonly releaseAfterMs: number;
}

/**
 * Who looks at a mailbox, and all that is done with it because of that: nobody asks for any of it. While
 * somebody looks and nothing is said, NOOP; when nobody has looked for long, the idle release. When a lost
 * session comes back, and when new mail is looked for, is the supervisor's.
 */
export class Attendance implements SupervisedSession, SessionListener {
  readonly #context: SessionContext;
  readonly #broadcast: SessionBroadcast;
  readonly #releaseAfterMs: number;
  readonly #supervisor: Supervisor;
  #attending = 0;
  #keepAliveTimer: NodeJS.Timeout | undefined;
  #releaseTimer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(context: SessionContext, broadcast: SessionBroadcast, options: AttendanceOptions) {
    this.#context = context;
    this.#broadcast = broadcast;
    this.#releaseAfterMs = options.releaseAfterMs;
    this.#supervisor = new Supervisor(this, options);
  }

  /** @returns what tells that this person stopped looking; calling it twice is harmless */
  attend(): () => void {
    this.#attending += 1;
    this.active();
    if (this.#attending === 1) this.#attended(true);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#attending -= 1;
      this.active();
      if (this.#attending === 0) this.#attended(false);
    };
  }

  /** Both clocks start again. */
  active(): void {
    clearTimeout(this.#keepAliveTimer);
    clearTimeout(this.#releaseTimer);
    if (this.#isStopped) return;
    if (this.#attending > 0) {
      this.#keepAliveTimer = setTimeout(() => this.#keepAlive(), KEEP_ALIVE_MS).unref();
    } else {
      this.#releaseTimer = setTimeout(() => this.#release(), this.#releaseAfterMs).unref();
    }
  }

  /** To be called before anybody is told of the state. */
  stateChanged(): void {
    this.#supervisor.stateChanged();
    this.#context.mailbox.retryAt = this.#supervisor.retryAt;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#keepAliveTimer);
    clearTimeout(this.#releaseTimer);
    this.#supervisor.stop();
    this.#context.mailbox.retryAt = undefined;
  }

  get state(): ConnectionState {
    return this.#context.mailbox.connection;
  }

  get loginDelayMs(): number {
    return this.#context.connection.loginDelayMs;
  }

  get checkedAt(): number {
    return this.#context.mailbox.checkedAt;
  }

  get isQuiet(): boolean {
    return this.#context.work.isQuiet;
  }

  reconnect(): void {
    this.#unasked("reconnect", (causeId) => this.#context.readings.transaction(causeId));
  }

  check(): void {
    this.#unasked("check", async (causeId) => {
      const end = this.#broadcast.holdBack();
      try {
        await this.#context.readings.again(causeId);
      } finally {
        end();
      }
    });
  }

  #attended(isAttended: boolean): void {
    this.#supervisor.attended(isAttended);
    this.#context.mailbox.retryAt = this.#supervisor.retryAt;
    // Whether and when it comes back by itself depends on somebody looking.
    if (this.state.kind === "lost") this.#broadcast.stateChanged();
  }

  /** Somebody is looking and nothing has been said for a while. */
  #keepAlive(): void {
    if (!this.isQuiet || this.state.kind !== "transaction") return this.active();
    this.#unasked("keep-alive", async (causeId) => {
      await this.#context.connection.live(causeId)?.client.noop();
    });
  }

  /** Nobody has looked for long: the maildrop is unlocked for others. */
  #release(): void {
    const { connection, notifier } = this.#context;
    if (!this.isQuiet) return;
    // A lost one holds nothing but the lease; it stays lost, and comes back when somebody looks.
    if (this.state.kind === "lost") return void connection.giveLeaseBack();
    if (this.state.kind !== "transaction") return;
    this.#unasked("release", async () => {
      connection.release("nobody is looking: the maildrop is unlocked for others");
      notifier.marksChanged();
      await connection.giveLeaseBack();
    });
  }

  /** A failure is told by the connection's own state; there is nobody else to tell. */
  #unasked(name: string, work: (causeId: string) => Promise<unknown>): void {
    this.#context.work.run(name, work).catch(() => {});
  }
}
