import type { LeaseAnswer, LeaseStore } from "../lease-store.ts";
import { holderOf, makeLeaseToken, requireLeaseText } from "../lease-token.ts";

interface HeldLease {
  readonly token: string;
  /** By the clock of `performance.now`: a clock that is set back must not make a lease last. */
  readonly expiresAt: number;
}

/** Leases among the browser sessions of one process. */
export class MemoryLeases implements LeaseStore {
  readonly #leases = new Map<string, HeldLease>();
  readonly #listeners = new Set<(key: string, message: string) => void>();

  async acquire(key: string, holder: string, ttlMs: number): Promise<LeaseAnswer> {
    const held = this.#held(key);
    if (held !== undefined) return { kind: "held", heldBy: holderOf(held.token) };
    const token = makeLeaseToken(holder);
    this.hold(key, token, ttlMs);
    return { kind: "acquired", token };
  }

  async renew(key: string, token: string, ttlMs: number): Promise<boolean> {
    const held = this.#held(key);
    if (held !== undefined && held.token !== token) return false;
    this.hold(key, token, ttlMs);
    return true;
  }

  async holderOf(key: string): Promise<string | undefined> {
    const held = this.#held(key);
    return held === undefined ? undefined : holderOf(held.token);
  }

  async release(key: string, token: string): Promise<void> {
    if (this.#leases.get(key)?.token === token) this.#leases.delete(key);
  }

  async ask(key: string, message: string): Promise<void> {
    requireLeaseText(message);
    for (const listener of this.#listeners) listener(key, message);
  }

  onAsked(listener: (key: string, message: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whoever had it before. */
  hold(key: string, token: string, ttlMs: number): void {
    const now = performance.now();
    // Those of the dead are few, and gone before they could gather.
    for (const [other, { expiresAt }] of this.#leases) if (expiresAt <= now) this.#leases.delete(other);
    this.#leases.set(key, { token, expiresAt: now + ttlMs });
  }

  /** Those that last, with the milliseconds that are left. */
  all(): { readonly key: string; readonly token: string; readonly leftMs: number }[] {
    const now = performance.now();
    return [...this.#leases].flatMap(([key, { token, expiresAt }]) =>
      expiresAt <= now ? [] : [{ key, token, leftMs: Math.ceil(expiresAt - now) }],
    );
  }

  #held(key: string): HeldLease | undefined {
    const lease = this.#leases.get(key);
    return lease === undefined || lease.expiresAt <= performance.now() ? undefined : lease;
  }
}
