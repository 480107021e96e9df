import type { Account } from "../login/account.ts";
import type { MailboxRecord } from "../keeping/mailbox-record.ts";
import { SessionError } from "../work/session-error.ts";
import type { OwnedMailbox } from "./owned-mailbox.ts";
import { LaterVersionError, readRecord, type OpenedRecord } from "../keeping/record-form.ts";
import { KeyedQueue } from "../work/queues.ts";
import type { LeaseManager } from "../leases/lease-manager.ts";
import type { RecordOctets, MailboxRecords } from "../keeping/mailbox-records.ts";
import type { OwnerMailboxes } from "./owner-mailboxes.ts";
import type { SessionPlaces } from "./session-places.ts";

/** Each request of a browser would try it: what could not come back is not tried more often than this. */
const AGAIN_AFTER_MS = 15_000;

/** What a mailbox comes back from, and which claim of its record that is. */
export interface Restored {
  readonly record: MailboxRecord;
  readonly generation: number;
}

/** Whose mailbox is made, and from what. */
export interface NewMailbox {
  readonly ownerId: string;
  readonly clientAddress: string | undefined;
  readonly id: string;
  readonly account: Account;
  readonly secret: () => string;
  readonly restored?: Restored;
}

export interface RestorerParts {
  readonly owners: OwnerMailboxes;
  readonly places: SessionPlaces;
  readonly leases: LeaseManager;
  readonly records: MailboxRecords;
  /** A kept account as it is configured today; undefined if it may not be opened any more. */
  readonly accountNow: (account: Account) => Account | undefined;
  readonly maildropKey: (account: Account) => string;
  readonly make: (mailbox: NewMailbox) => OwnedMailbox;
  readonly onError: (message: string, error: unknown) => void;
}

/** A browser that is here again. */
interface Arrival {
  readonly ownerId: string;
  readonly address: string;
  readonly clientAddress: string | undefined;
}

/** What became of one that is kept; all but `settled` are tried again. */
type Outcome = "settled" | "no-place" | "later-version" | "leaving";

/** Brings back what an earlier process, or another gateway, kept for a browser session. */
export class Restorer {
  readonly #parts: RestorerParts;
  readonly #running = new KeyedQueue();
  /** Browser sessions of whose mailboxes some could not come back, and when it is tried again, by `performance.now`. */
  readonly #againAt = new Map<string, number>();

  constructor(parts: RestorerParts) {
    this.#parts = parts;
  }

  /**
   * @param address what the client's address counts as
   * @param clientAddress the address itself
   */
  async restore(ownerId: string, address: string, clientAddress?: string): Promise<void> {
    if (!this.#isWanted(ownerId)) return;
    await this.#running.run(ownerId, async () => {
      // Somebody else of the same browser was first.
      if (!this.#isWanted(ownerId)) return;
      const all = await this.#parts.records.restore(ownerId);
      // At the next request, if this one ends before all are here.
      this.#againAt.set(ownerId, performance.now());
      const outcomes = new Set<Outcome>();
      for (const kept of all) {
        outcomes.add(await this.#restoreOne({ ownerId, address, clientAddress }, kept));
        // Where one has no place, no other has.
        if (outcomes.has("no-place")) break;
      }
      if (outcomes.has("no-place") || outcomes.has("later-version")) {
        this.#againAt.set(ownerId, performance.now() + AGAIN_AFTER_MS);
      } else if (!outcomes.has("leaving")) this.#againAt.delete(ownerId);
    });
  }

  /** The browser session has ended. */
  forget(ownerId: string): void {
    this.#againAt.delete(ownerId);
  }

  #isWanted(ownerId: string): boolean {
    const { owners } = this.#parts;
    // While one is being signed out nothing comes back: a request of another tab would undo it.
    if (owners.isLeaving(ownerId)) return false;
    const againAt = this.#againAt.get(ownerId);
    // Those that are here are all, unless some could not come back with them.
    return againAt === undefined ? owners.of(ownerId).length === 0 : againAt <= performance.now();
  }

  async #restoreOne({ ownerId, address, clientAddress }: Arrival, kept: RecordOctets): Promise<Outcome> {
    const { owners, leases, records, onError } = this.#parts;
    const opened = await this.#opened(kept);
    // Signed out of, or in to, while the store was asked: what is here counts.
    if (owners.isLeaving(ownerId)) return "leaving";
    if (owners.find(ownerId, kept.mailboxId) !== undefined) return "settled";
    if (opened === "later-version") return opened;
    if (opened === "never") {
      await records.forget(ownerId, kept.mailboxId);
      return "settled";
    }
    const key = this.#parts.maildropKey(opened.record.account);
    // Signed in to anew while it had no place: a maildrop is one mailbox of a browser, not two.
    if (owners.of(ownerId).some((mailbox) => mailbox.key === key)) return "settled";
    const leavePlace = this.#takePlace(ownerId, address);
    if (leavePlace === undefined) return "no-place";
    let mailbox: OwnedMailbox;
    try {
      const { password, record } = opened;
      const secret = records.secretOf(ownerId, password);
      const restored = { record, generation: kept.generation };
      const { account } = record;
      mailbox = this.#parts.make({ ownerId, clientAddress, id: kept.mailboxId, account, secret, restored });
    } catch (error) {
      leavePlace();
      throw error;
    }
    owners.add(mailbox, leavePlace);
    // Whoever is not told hears it when the lease is asked for.
    await leases.announce(mailbox.key, ownerId).catch((error: unknown) => {
      onError("other gateways could not be told where a mailbox is", error);
    });
    return "settled";
  }

  /** What cannot be read, or is not offered any more, `never` will be. */
  async #opened(kept: RecordOctets): Promise<OpenedRecord | "never" | "later-version"> {
    try {
      const { password, record } = await readRecord(kept);
      const account = this.#parts.accountNow(record.account);
      return account === undefined ? "never" : { password, record: { ...record, account } };
    } catch (error) {
      this.#parts.onError("a kept mailbox could not be read", error);
      return error instanceof LaterVersionError ? "later-version" : "never";
    }
  }

  /** A full gateway keeps it for later. */
  #takePlace(ownerId: string, address: string): (() => void) | undefined {
    try {
      return this.#parts.places.take(ownerId, address);
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      this.#parts.onError("no place for a kept mailbox", error);
      return undefined;
    }
  }
}
