import {
  octetsOf,
  requireChangesSize,
  requireLatest,
  requireNext,
  requireRecordSize,
  requireRoom,
  sealedRecord,
  type MailboxRecordStore,
  type SealedChange,
  type SealedRecord,
} from "../mailbox-record-store.ts";
import { StoreError } from "../store-error.ts";

/** A thousand mailboxes of some kilobytes each; a few hundred with thousands of marks. */
const MAX_TOTAL_OCTETS = 64 * 1024 * 1024;

interface StoredRecord {
  readonly mailboxId: string;
  readonly sealed: Buffer;
  readonly changes: Buffer[];
  changesOctets: number;
  generation: number;
}

/** Mailbox records for one process. */
export class MemoryMailboxRecords implements MailboxRecordStore {
  readonly #owners = new Map<string, Map<string, StoredRecord>>();
  readonly #hasOwner: (ownerId: string) => boolean;
  #octets = 0;

  constructor(hasOwner: (ownerId: string) => boolean) {
    this.#hasOwner = hasOwner;
  }

  async list(ownerId: string): Promise<SealedRecord[]> {
    return [...(this.#owners.get(ownerId)?.values() ?? [])].map(read);
  }

  /** What `list` tells of one. */
  async find(ownerId: string, mailboxId: string): Promise<SealedRecord | undefined> {
    const stored = this.#owners.get(ownerId)?.get(mailboxId);
    return stored === undefined ? undefined : read(stored);
  }

  async set(ownerId: string, record: SealedRecord): Promise<void> {
    requireRecordSize(record);
    if (!this.#hasOwner(ownerId)) return;
    const { mailboxId, sealed, changes = [], generation } = record;
    const records = this.#owners.get(ownerId) ?? new Map<string, StoredRecord>();
    const before = records.get(mailboxId);
    if (before === undefined) requireRoom(records.size);
    requireLatest(generation, before);
    const changesOctets = octetsOf(changes);
    this.#count(sealed.length + changesOctets - sizeOf(before));
    const stored = { mailboxId, sealed, changes: [...changes], changesOctets, generation };
    this.#owners.set(ownerId, records.set(mailboxId, stored));
  }

  async append(ownerId: string, { mailboxId, sealed, generation, sequence }: SealedChange): Promise<void> {
    if (!this.#hasOwner(ownerId)) return;
    const stored = this.#owners.get(ownerId)?.get(mailboxId);
    requireLatest(generation, stored);
    requireNext(sequence, stored?.changes.length);
    if (stored === undefined) return;
    requireChangesSize(sequence, stored.changesOctets + sealed.length);
    this.#count(sealed.length);
    stored.changes.push(sealed);
    stored.changesOctets += sealed.length;
    stored.generation = generation;
  }

  async claim(ownerId: string, mailboxId: string): Promise<SealedRecord | undefined> {
    const stored = this.#owners.get(ownerId)?.get(mailboxId);
    if (stored === undefined) return undefined;
    stored.generation += 1;
    return read(stored);
  }

  async delete(ownerId: string, mailboxId: string): Promise<void> {
    const records = this.#owners.get(ownerId);
    this.#octets -= sizeOf(records?.get(mailboxId));
    records?.delete(mailboxId);
    if (records?.size === 0) this.#owners.delete(ownerId);
  }

  async deleteOwner(ownerId: string): Promise<void> {
    this.forget(ownerId);
  }

  forget(ownerId: string): void {
    for (const stored of this.#owners.get(ownerId)?.values() ?? []) this.#octets -= sizeOf(stored);
    this.#owners.delete(ownerId);
  }

  /** @throws StoreError `limit` */
  #count(octets: number): void {
    if (this.#octets + octets > MAX_TOTAL_OCTETS) {
      throw new StoreError("limit", "no more mailbox records are kept in memory");
    }
    this.#octets += octets;
  }
}

function read({ mailboxId, sealed, changes, generation }: StoredRecord): SealedRecord {
  return sealedRecord({ mailboxId, sealed, generation }, [...changes]);
}

function sizeOf(stored: StoredRecord | undefined): number {
  return stored === undefined ? 0 : stored.sealed.length + stored.changesOctets;
}
