import type { Account } from "../login/account.ts";
import type { SessionSnapshot } from "../connection/session-snapshot.ts";
import { SessionError } from "../work/session-error.ts";
import type { HeldMailbox } from "./held-mailbox.ts";
import { readKeptMailbox, type KeptMailbox } from "./kept-mailbox.ts";
import { KeyedQueue } from "./keyed-queue.ts";
import type { LeaseDesk } from "../leases/lease-desk.ts";
import type { KeptOctets, MailboxKeeper } from "./mailbox-keeper.ts";
import type { OwnerMailboxes } from "./owner-mailboxes.ts";
import type { SessionPlaces } from "./session-places.ts";

/** Each request of a browser would try it: a gateway that is full is not asked more often for the same mailboxes. */
const AGAIN_AFTER_MS = 15_000;

/** What a mailbox comes back from, and which claim of its record that is. */
export interface Restored {
  readonly snapshot: SessionSnapshot;
  readonly generation: number;
}

export interface RestorerParts {
  readonly owners: OwnerMailboxes;
  readonly places: SessionPlaces;
  readonly desk: LeaseDesk;
  readonly keeper: MailboxKeeper;
  /** A kept account as it is configured today; undefined if it may not be opened any more. */
  readonly accountNow: (account: Account) => Account | undefined;
  readonly make: (
    ownerId: string,
    id: string,
    account: Account,
    secret: () => string,
    restored: Restored,
  ) => HeldMailbox;
  readonly onError: (message: string, error: unknown) => void;
}

/** Brings back what an earlier process, or another gateway, kept for a browser session. */
export class Restorer {
  readonly #parts: RestorerParts;
  readonly #running = new KeyedQueue();
  /** When browser sessions without a place may try again, by the clock of `performance.now`. */
  readonly #againAt = new Map<string, number>();

  constructor(parts: RestorerParts) {
    this.#parts = parts;
  }

  /** @param address what the client's address counts as */
  async restore(ownerId: string, address: string): Promise<void> {
    const { owners } = this.#parts;
    // While one is being signed out nothing comes back: a request of another tab would undo it.
    if (owners.isLeaving(ownerId) || this.#hasToWait(ownerId)) return;
    await this.#running.run(ownerId, async () => {
      // Somebody else of the same browser was first.
      if (owners.of(ownerId).length > 0 || this.#hasToWait(ownerId)) return;
      for (const kept of await this.#parts.keeper.restore(ownerId)) {
        await this.#restoreOne(ownerId, address, kept);
      }
    });
  }

  /** The browser session has ended. */
  forget(ownerId: string): void {
    this.#againAt.delete(ownerId);
  }

  #hasToWait(ownerId: string): boolean {
    if ((this.#againAt.get(ownerId) ?? 0) > performance.now()) return true;
    this.#againAt.delete(ownerId);
    return false;
  }

  async #restoreOne(ownerId: string, address: string, kept: KeptOctets): Promise<void> {
    const { owners, desk, keeper, onError } = this.#parts;
    // Signed in to, or out of, while the store was asked: what is here counts.
    if (owners.isLeaving(ownerId) || owners.find(ownerId, kept.mailboxId) !== undefined) return;
    const opened = this.#opened(kept);
    // What cannot be read, or is not offered any more, will never be.
    if (opened === undefined) return keeper.forget(ownerId, kept.mailboxId);
    const leavePlace = this.#takePlace(ownerId, address);
    if (leavePlace === undefined) return;
    let mailbox: HeldMailbox;
    try {
      const { password, snapshot } = opened;
      const secret = keeper.secretOf(ownerId, password);
      const restored = { snapshot, generation: kept.generation };
      mailbox = this.#parts.make(ownerId, kept.mailboxId, snapshot.account, secret, restored);
    } catch (error) {
      leavePlace();
      throw error;
    }
    owners.add(mailbox, leavePlace);
    // Whoever is not told hears it when the lease is asked for.
    await desk.announce(mailbox.key, ownerId).catch((error: unknown) => {
      onError("other gateways could not be told where a mailbox is", error);
    });
  }

  #opened({ octets }: KeptOctets): KeptMailbox | undefined {
    try {
      const { password, snapshot } = readKeptMailbox(octets);
      const account = this.#parts.accountNow(snapshot.account);
      return account === undefined ? undefined : { password, snapshot: { ...snapshot, account } };
    } catch (error) {
      this.#parts.onError("a kept mailbox could not be read", error);
      return undefined;
    }
  }

  /** A full gateway keeps it for later. */
  #takePlace(ownerId: string, address: string): (() => void) | undefined {
    try {
      return this.#parts.places.take(ownerId, address);
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      this.#againAt.set(ownerId, performance.now() + AGAIN_AFTER_MS);
      this.#parts.onError("no place for a kept mailbox", error);
      return undefined;
    }
  }
}
