import type { LeaseAnswer, LeaseStore } from "../../store/lease-store.ts";

/**
 * Before the store may give the lease to another, the connection is gone here: so much earlier than the
 * time to live, for the store's clock and ours need not run alike.
 */
const FENCE_MARGIN_SHARE = 1 / 15;
/** Two renewals may fail before a lease is lost. */
const RENEW_SHARE = 1 / 3;

export interface RenewedLeaseOptions {
  readonly store: LeaseStore;
  readonly key: string;
  /** As others are told. */
  readonly holder: string;
  readonly ttlMs: number;
  /**
   * Somebody else has it (`taken`) or may have it from now on (`lapsed`): whatever it protects has to be
   * gone when this returns.
   */
  readonly onLost: (why: "taken" | "lapsed") => void;
}

/**
 * One lease, kept alive. Fenced by time: when no renewal was confirmed for nearly its time to live it
 * counts as lost, whether or not the store can be asked.
 */
export class RenewedLease {
  readonly #options: RenewedLeaseOptions;
  #token: string | undefined;
  /** The try under way, until a release: what was asked for before that is not wanted any more. */
  #taking: Promise<LeaseAnswer> | undefined;
  #renewal: NodeJS.Timeout | undefined;
  #fence: NodeJS.Timeout | undefined;

  constructor(options: RenewedLeaseOptions) {
    this.#options = options;
  }

  get isHeld(): boolean {
    return this.#token !== undefined;
  }

  /**
   * Takes it, if nobody has it; the one that has it keeps it. Who asks while it is being asked for gets
   * the same answer: a second try would be told that the first one has it.
   */
  take(): Promise<LeaseAnswer> {
    if (this.#token !== undefined) return Promise.resolve({ kind: "acquired", token: this.#token });
    if (this.#taking !== undefined) return this.#taking;
    const isWanted = () => this.#taking === taking;
    const taking: Promise<LeaseAnswer> = this.#try(isWanted).finally(() => {
      if (isWanted()) this.#taking = undefined;
    });
    this.#taking = taking;
    return taking;
  }

  /** Lets it go, so that the next one need not wait for its time to run out. */
  async release(): Promise<void> {
    const token = this.#token;
    this.#taking = undefined;
    this.#forget();
    if (token !== undefined) await this.#options.store.release(this.#options.key, token);
  }

  async #try(isWanted: () => boolean): Promise<LeaseAnswer> {
    const { store, key, holder, ttlMs } = this.#options;
    const askedAt = performance.now();
    const answer = await store.acquire(key, holder, ttlMs);
    if (answer.kind === "acquired") {
      if (isWanted()) this.#hold(answer.token, askedAt);
      else await store.release(key, answer.token);
    }
    return answer;
  }

  #hold(token: string, confirmedAt: number): void {
    const { ttlMs } = this.#options;
    this.#token = token;
    clearTimeout(this.#fence);
    clearTimeout(this.#renewal);
    // From when it was asked for, not from the answer: the store began to count in between.
    const leftMs = confirmedAt + ttlMs * (1 - FENCE_MARGIN_SHARE) - performance.now();
    this.#fence = setTimeout(() => this.#lose(token, "lapsed"), Math.max(0, leftMs)).unref();
    this.#renewal = setTimeout(() => void this.#renew(token), ttlMs * RENEW_SHARE).unref();
  }

  async #renew(token: string): Promise<void> {
    const { store, key, ttlMs } = this.#options;
    const askedAt = performance.now();
    const isOurs = await store.renew(key, token, ttlMs).catch(() => undefined);
    if (this.#token !== token) return;
    if (isOurs === true) this.#hold(token, askedAt);
    else if (isOurs === false) this.#lose(token, "taken");
    // The store failed: asked again soon, and lost when the fence falls first.
    else this.#renewal = setTimeout(() => void this.#renew(token), ttlMs * RENEW_SHARE).unref();
  }

  #lose(token: string, why: "taken" | "lapsed"): void {
    if (this.#token !== token) return;
    this.#forget();
    this.#options.onLost(why);
  }

  #forget(): void {
    this.#token = undefined;
    clearTimeout(this.#fence);
    clearTimeout(this.#renewal);
  }
}
