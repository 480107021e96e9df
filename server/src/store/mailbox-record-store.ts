import { StoreError } from "./store-error.ts";

/** The record of a mailbox as it is stored: octets that only whoever sealed them can open. */
export interface SealedRecord {
  readonly mailboxId: string;
  /** As it was when it was last written whole. */
  readonly sealed: Buffer;
  /** What was changed since, in order; absent where nothing was. */
  readonly changes?: readonly Buffer[];
  /** How often it was claimed, from 1 on: whoever claimed it last writes it. */
  readonly generation: number;
}

/** One change of a record that is stored. */
export interface SealedChange {
  readonly mailboxId: string;
  readonly sealed: Buffer;
  /** As in `SealedRecord`. */
  readonly generation: number;
  /** Its place among the changes since the record was written whole: 1, 2, 3 … */
  readonly sequence: number;
}

/**
 * The records of a browser session's mailboxes, so that a gateway that starts anew, or another one, can
 * open them again. They belong to the browser session: they go when it ends or expires.
 */
export interface MailboxRecordStore {
  list(ownerId: string): Promise<SealedRecord[]>;
  /**
   * Stores one whole, in place of what was there. Nothing is stored for a browser session that is not
   * there: it may have ended while the record was on its way.
   *
   * @throws StoreError `limit` for more than `MAX_RECORD_OCTETS`, `MAX_CHANGES`, `MAX_CHANGES_OCTETS` or
   *   `MAX_MAILBOX_RECORDS`; `overtaken` for a lower generation than that of what is stored: a gateway that
   *   was cut off would otherwise write over what another one has changed since
   */
  set(ownerId: string, record: SealedRecord): Promise<void>;
  /**
   * Adds a change to one, in one step with the check of its generation and of its place. Costs as much as the
   * change, however large the record is.
   *
   * @throws StoreError as `set`; `gap` where it does not follow what is stored, or nothing is
   */
  append(ownerId: string, change: SealedChange): Promise<void>;
  /**
   * The latest of one, for whoever goes on with it: its generation is one higher from now on, in the same
   * step, so that nothing that is still on its way from the one before changes it.
   *
   * @returns undefined where none is stored
   */
  claim(ownerId: string, mailboxId: string): Promise<SealedRecord | undefined>;
  delete(ownerId: string, mailboxId: string): Promise<void>;
  deleteOwner(ownerId: string): Promise<void>;
}

/** A hundred thousand marks of random unique-ids, and as many again in a commit. */
export const MAX_RECORD_OCTETS = 5 * 1024 * 1024;
/** All of them are read and opened, one by one, when a mailbox comes back: some tens of milliseconds. */
export const MAX_CHANGES = 1_000;
/** Of all of them together. Fifty thousand marks; who changes more writes the whole. */
export const MAX_CHANGES_OCTETS = 1024 * 1024;
/** Twice what a browser may hold at a time: those it just left may still be there. */
export const MAX_MAILBOX_RECORDS = 64;

/** @throws StoreError `limit` */
export function requireRecordSize({ sealed, changes = [] }: SealedRecord): void {
  if (sealed.length > MAX_RECORD_OCTETS) {
    throw new StoreError("limit", `${sealed.length} octets are too many for a mailbox record`);
  }
  requireChangesSize(changes.length, octetsOf(changes));
}

/** @param octets of all of them together. @throws StoreError `limit` */
export function requireChangesSize(count: number, octets: number): void {
  if (count > MAX_CHANGES || octets > MAX_CHANGES_OCTETS) {
    throw new StoreError("limit", "too many changes of a mailbox record: it is to be written whole");
  }
}

export function octetsOf(changes: readonly Buffer[]): number {
  return changes.reduce((sum, { length }) => sum + length, 0);
}

/** @param stored what is there now. @throws StoreError `overtaken` */
export function requireLatest(
  generation: number,
  stored: Pick<SealedRecord, "generation"> | undefined,
): void {
  if (stored !== undefined && stored.generation > generation) throw overtaken();
}

export function overtaken(): StoreError {
  return new StoreError("overtaken", "another gateway, or a later claim, has the mailbox record");
}

/** @param changes how many are stored; undefined where no record is. @throws StoreError `gap` */
export function requireNext(sequence: number, changes: number | undefined): void {
  if (sequence - 1 !== changes) throw gap();
}

export function gap(): StoreError {
  return new StoreError("gap", "the change does not follow what is stored of the mailbox record");
}

/** @param others how many others are stored. @throws StoreError `limit` */
export function requireRoom(others: number): void {
  if (others >= MAX_MAILBOX_RECORDS) {
    throw new StoreError("limit", "this browser has too many mailbox records");
  }
}

/** A record as it is read: without changes it has no list of them. */
export function sealedRecord(
  record: Omit<SealedRecord, "changes">,
  changes: readonly Buffer[],
): SealedRecord {
  return changes.length === 0 ? record : { ...record, changes };
}
