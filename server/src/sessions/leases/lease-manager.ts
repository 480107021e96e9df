import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { LeaseStore } from "../../store/lease-store.ts";
import { StoreError } from "../../store/store-error.ts";
import { SessionError } from "../work/session-error.ts";
import {
  readLeaseHolder,
  readLeaseRequest,
  writeLeaseMessage,
  type LeaseHolder,
  type LeaseRequest,
} from "./lease-messages.ts";
import { MailboxLease, type Holding } from "./mailbox-lease.ts";
import { RenewedLease } from "./renewed-lease.ts";

/** Long enough that a busy gateway renews in time, short enough to wait for after one has died. */
export const LEASE_TTL_MS = 15_000;
/** Beyond the time to live of a dead gateway's lease: the store counts in whole steps of its own. */
const GRACE_MS = 2_000;
/** How often a lease that is about to become free is tried again. */
const TRY_EVERY_MS = 100;
/** A request may be lost on its way, so it is repeated. */
const ASK_EVERY_MS = 1_000;

export interface LeaseManagerOptions {
  readonly store: LeaseStore;
  /** For tests; `LEASE_TTL_MS` elsewhere. */
  readonly ttlMs?: number | undefined;
  /** The browser session goes on at another gateway: nothing of its mailbox stays here. */
  readonly onMove: (ownerId: string, key: string) => Promise<void>;
  /** What nobody is there to be told. */
  readonly onError: (error: unknown) => void;
}

/** All leases of this gateway: obtains them, answers who else asks for them. */
export class LeaseManager {
  /** A new one at each start: what an earlier process left is another's. */
  readonly gateway = randomBytes(9).toString("base64url");
  readonly #options: LeaseManagerOptions;
  readonly #ttlMs: number;
  readonly #holdings = new Map<string, Holding>();
  readonly #stopListening: () => void;

  constructor(options: LeaseManagerOptions) {
    this.#options = options;
    this.#ttlMs = options.ttlMs ?? LEASE_TTL_MS;
    this.#stopListening = options.store.onAsked((key, message) => this.#asked(key, message));
  }

  /**
   * @param key the maildrop's keyed hash
   * @param isAdmitted whether its password has been proved before
   */
  leaseFor(key: string, holding: Holding, isAdmitted: boolean): MailboxLease {
    const lease = new RenewedLease({
      store: this.#options.store,
      key,
      holder: writeLeaseMessage({ gateway: this.gateway, owner: holding.ownerId }),
      ttlMs: this.#ttlMs,
      onLost: (why) => {
        this.#forget(key, holding);
        if (why === "lapsed") holding.lapse();
        else this.#settle(holding.handOver());
      },
    });
    const claim = async (takesOver: boolean, signal: AbortSignal) => {
      await this.#claim(key, lease, holding, takesOver, signal);
      if (lease.isHeld) this.#holdings.set(key, holding);
    };
    const release = async () => {
      this.#forget(key, holding);
      await lease.release();
    };
    return new MailboxLease({ claim, release }, isAdmitted);
  }

  /** Who of this gateway has the maildrop. */
  holdingOf(key: string): Holding | undefined {
    return this.#holdings.get(key);
  }

  /** Whether anybody has the lease now. @throws SessionError `store-unreachable` */
  async isHeld(key: string): Promise<boolean> {
    return (await fromStore(this.#options.store.holderOf(key))) !== undefined;
  }

  /** Tells other gateways that the browser session is here now, so that none goes on with what it had. */
  announce(key: string, ownerId: string): Promise<void> {
    const words = writeLeaseMessage({ kind: "move", owner: ownerId, to: this.gateway });
    return this.#options.store.ask(key, words);
  }

  close(): void {
    this.#stopListening();
  }

  /** @throws SessionError `in-use-here`, `store-unreachable`, `cancelled` */
  async #claim(
    key: string,
    lease: RenewedLease,
    holding: Holding,
    takesOver: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const giveUpAt = performance.now() + this.#ttlMs + GRACE_MS;
    let askAgainAt = 0;
    for (;;) {
      const answer = await fromStore(lease.take());
      if (answer.kind === "acquired") return;
      const holder = readLeaseHolder(answer.heldBy);
      const isOwn = holder?.owner === holding.ownerId;
      // Free again since it was asked for: nobody has to let go, and the next try gets it.
      const isFree = answer.heldBy === "";
      if (!isFree && !isOwn && !takesOver) throw inUseHere();
      if (!isFree && performance.now() >= askAgainAt) {
        askAgainAt = performance.now() + ASK_EVERY_MS;
        const request: LeaseRequest = isOwn
          ? { kind: "move", owner: holding.ownerId, to: this.gateway }
          : { kind: "take-over" };
        await this.#ask(key, holding, holder, request);
      }
      if (performance.now() >= giveUpAt) throw inUseHere();
      // Cut short when the mailbox is let go, which the next line then tells.
      await delay(TRY_EVERY_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted) throw new SessionError("cancelled", "the mailbox was let go meanwhile");
    }
  }

  /** Not waited for here: the lease tells when it was heard. */
  async #ask(
    key: string,
    asking: Holding,
    holder: LeaseHolder | undefined,
    request: LeaseRequest,
  ): Promise<void> {
    const isHere = holder?.gateway === this.gateway;
    if (!isHere) return this.#options.store.ask(key, writeLeaseMessage(request));
    const holding = this.#holdings.get(key);
    // Nobody lets go for itself: what it had before is on its way back to the store.
    if (holding !== undefined && holding !== asking) this.#settle(holding.handOver());
  }

  #forget(key: string, holding: Holding): void {
    if (this.#holdings.get(key) === holding) this.#holdings.delete(key);
  }

  /** Another gateway wants what this one has; it proved the password, or is its browser's new place. */
  #asked(key: string, message: string): void {
    const request = readLeaseRequest(message);
    if (request?.kind === "take-over") {
      const holding = this.#holdings.get(key);
      if (holding !== undefined) this.#settle(holding.handOver());
    } else if (request?.kind === "move" && request.to !== this.gateway) {
      this.#settle(this.#options.onMove(request.owner, key));
    }
  }

  #settle(work: Promise<void>): void {
    work.catch(this.#options.onError);
  }
}

/** @throws SessionError `store-unreachable` */
async function fromStore<Value>(asked: Promise<Value>): Promise<Value> {
  try {
    return await asked;
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== "unavailable") throw cause;
    const why = "the store cannot be asked whether another gateway has the mailbox";
    throw new SessionError("store-unreachable", why, undefined, cause);
  }
}

function inUseHere(): SessionError {
  return new SessionError("in-use-here", "another browser session of this gateway has the mailbox");
}
