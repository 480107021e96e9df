import {
  requireLatest,
  requireRoom,
  requireSealed,
  type SealedRecord,
  type MailboxRecordStore,
} from "../mailbox-record-store.ts";
import { StoreError } from "../store-error.ts";

/** A thousand mailboxes of some kilobytes each; a few hundred with thousands of marks. */
const MAX_TOTAL_OCTETS = 64 * 1024 * 1024;

/** Saved mailboxes for one process. */
export class MemoryMailboxRecords implements MailboxRecordStore {
  readonly #owners = new Map<string, Map<string, SealedRecord>>();
  readonly #hasOwner: (ownerId: string) => boolean;
  #octets = 0;

  constructor(hasOwner: (ownerId: string) => boolean) {
    this.#hasOwner = hasOwner;
  }

  async list(ownerId: string): Promise<SealedRecord[]> {
    return [...(this.#owners.get(ownerId)?.values() ?? [])];
  }

  async set(ownerId: string, mailbox: SealedRecord): Promise<void> {
    requireSealed(mailbox);
    if (!this.#hasOwner(ownerId)) return;
    const { mailboxId, sealed, generation } = mailbox;
    const mailboxes = this.#owners.get(ownerId) ?? new Map<string, SealedRecord>();
    const before = mailboxes.get(mailboxId);
    if (before === undefined) requireRoom(mailboxes.size);
    requireLatest(generation, before);
    const octets = this.#octets - (before?.sealed.length ?? 0) + sealed.length;
    if (octets > MAX_TOTAL_OCTETS) throw new StoreError("limit", "no more mailboxes are kept in memory");
    this.#octets = octets;
    this.#owners.set(ownerId, mailboxes.set(mailboxId, mailbox));
  }

  async claim(ownerId: string, mailboxId: string): Promise<SealedRecord | undefined> {
    const mailboxes = this.#owners.get(ownerId);
    const kept = mailboxes?.get(mailboxId);
    if (mailboxes === undefined || kept === undefined) return undefined;
    const claimed = { ...kept, generation: kept.generation + 1 };
    mailboxes.set(mailboxId, claimed);
    return claimed;
  }

  async delete(ownerId: string, mailboxId: string): Promise<void> {
    const mailboxes = this.#owners.get(ownerId);
    this.#octets -= mailboxes?.get(mailboxId)?.sealed.length ?? 0;
    mailboxes?.delete(mailboxId);
    if (mailboxes?.size === 0) this.#owners.delete(ownerId);
  }

  async deleteOwner(ownerId: string): Promise<void> {
    this.forget(ownerId);
  }

  forget(ownerId: string): void {
    for (const { sealed } of this.#owners.get(ownerId)?.values() ?? []) this.#octets -= sealed.length;
    this.#owners.delete(ownerId);
  }
}
