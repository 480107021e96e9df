import type { Readings } from "../actions/readings.ts";
import type { SessionBroadcast } from "../broadcast/session-broadcast.ts";
import type { ConnectionState } from "../state/connection-state.ts";
import type { SessionConnection } from "../connection/session-connection.ts";
import type { SessionWork } from "../work/session-work.ts";
import { IdlePolicy } from "./idle-policy.ts";
import { Supervisor, type SupervisedSession, type SupervisorOptions } from "./supervisor.ts";

export interface AttendanceOptions extends SupervisorOptions {
  /** How long nobody looks until the maildrop is unlocked for others. */
  readonly releaseAfterMs: number;
}

export interface AttendanceParts {
  readonly work: SessionWork;
  readonly connection: SessionConnection;
  readonly readings: Readings;
  readonly broadcast: SessionBroadcast;
  /** Others may have the mailbox now. */
  readonly letGo: () => Promise<void>;
}

/** Who looks at a mailbox, and all that is done with it because of that: nobody asks for any of it. */
export class Attendance implements SupervisedSession {
  readonly #parts: AttendanceParts;
  readonly #idle: IdlePolicy;
  readonly #supervisor: Supervisor;

  constructor(parts: AttendanceParts, options: AttendanceOptions) {
    this.#parts = parts;
    this.#supervisor = new Supervisor(this, options);
    this.#idle = new IdlePolicy(options.releaseAfterMs, {
      keepAlive: () => this.#keepAlive(),
      release: () => this.#release(),
      attended: (isAttended) => this.#attended(isAttended),
    });
  }

  /** Milliseconds until a lost session tries again by itself; undefined if it does not. */
  get retryAfterMs(): number | undefined {
    return this.#supervisor.retryAfterMs;
  }

  /** @returns what tells that this person stopped looking */
  attend(): () => void {
    return this.#idle.attend();
  }

  /** Somebody asked for something, or it has just been done. */
  spoke(): void {
    this.#idle.spoke();
  }

  /** To be called before anybody is told of the state. */
  stateChanged(): void {
    this.#supervisor.stateChanged();
  }

  stop(): void {
    this.#idle.stop();
    this.#supervisor.stop();
  }

  get state(): ConnectionState {
    return this.#parts.connection.state;
  }

  get loginDelayMs(): number {
    return this.#parts.connection.loginDelayMs;
  }

  get checkedAt(): number {
    return this.#parts.connection.memory.checkedAt;
  }

  get isQuiet(): boolean {
    return this.#parts.work.isQuiet;
  }

  reconnect(): void {
    this.#unasked("reconnect", (causeId) => this.#parts.readings.transaction(causeId));
  }

  check(): void {
    const { broadcast, readings } = this.#parts;
    this.#unasked("check", async (causeId) => {
      const end = broadcast.hush();
      try {
        await readings.again(causeId);
      } finally {
        end();
      }
    });
  }

  #attended(isAttended: boolean): void {
    this.#supervisor.attended(isAttended);
    // Whether and when it comes back by itself depends on somebody looking.
    if (this.state.kind === "lost") this.#parts.broadcast.mailbox();
  }

  #keepAlive(): void {
    if (!this.isQuiet || this.state.kind !== "transaction") return this.#idle.spoke();
    this.#unasked("keep-alive", async (causeId) => {
      await this.#parts.connection.live(causeId)?.client.noop();
    });
  }

  #release(): void {
    const { connection, broadcast, letGo } = this.#parts;
    if (!this.isQuiet) return;
    // A lost one holds nothing but the lease; it stays lost, and comes back when somebody looks.
    if (this.state.kind === "lost") return void letGo();
    if (this.state.kind !== "transaction") return;
    this.#unasked("release", async () => {
      connection.release("nobody is looking: the maildrop is unlocked for others");
      broadcast.marks();
      await letGo();
    });
  }

  /** A failure is told by the connection's own state; there is nobody else to tell. */
  #unasked(name: string, work: (causeId: string) => Promise<unknown>): void {
    this.#parts.work.run(name, work).catch(() => {});
  }
}
