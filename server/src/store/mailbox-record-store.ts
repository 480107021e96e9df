import { StoreError } from "./store-error.ts";

/** A mailbox as it is kept: octets that only whoever sealed them can open. */
export interface SealedRecord {
  readonly mailboxId: string;
  readonly sealed: Buffer;
  /** How often it was claimed, from 1 on: whoever claimed it last writes it. */
  readonly generation: number;
}

/**
 * The mailboxes of a browser session, kept so that a gateway that starts anew, or another one, can
 * open them again. They belong to the browser session: they go when it ends or expires.
 */
export interface MailboxRecordStore {
  list(ownerId: string): Promise<SealedRecord[]>;
  /**
   * Keeps one, or puts another in its place. Nothing is kept for a browser session that is not there:
   * it may have ended while the mailbox was on its way.
   *
   * @throws StoreError `limit` for more octets than `MAX_RECORD_OCTETS`, or more mailboxes than
   *   `MAX_MAILBOX_RECORDS`; `overtaken` for a lower generation than that of what is kept: a gateway that
   *   was cut off would otherwise write over what another one has changed since
   */
  set(ownerId: string, mailbox: SealedRecord): Promise<void>;
  /**
   * The latest of one, for whoever goes on with it: its generation is one higher from now on, in the same
   * step, so that nothing that is still on its way from the one before changes it.
   *
   * @returns undefined where none is kept
   */
  claim(ownerId: string, mailboxId: string): Promise<SealedRecord | undefined>;
  delete(ownerId: string, mailboxId: string): Promise<void>;
  deleteOwner(ownerId: string): Promise<void>;
}

/** An account and some thousand marked unique-ids of 70 characters; a megabyte is far beyond. */
export const MAX_RECORD_OCTETS = 1024 * 1024;
/** Twice what a browser may hold at a time: those it just left may still be there. */
export const MAX_MAILBOX_RECORDS = 64;

/** @throws StoreError `limit` */
export function requireSealed({ sealed }: SealedRecord): void {
  if (sealed.length > MAX_RECORD_OCTETS) {
    throw new StoreError("limit", `${sealed.length} octets are too many for a saved mailbox`);
  }
}

/** @param kept what is there now. @throws StoreError `overtaken` */
export function requireLatest(generation: number, kept: Pick<SealedRecord, "generation"> | undefined): void {
  if (kept !== undefined && kept.generation > generation) throw overtaken();
}

export function overtaken(): StoreError {
  return new StoreError("overtaken", "another gateway, or a later claim, has the saved mailbox");
}

/** @param kept how many others are kept. @throws StoreError `limit` */
export function requireRoom(kept: number): void {
  if (kept >= MAX_MAILBOX_RECORDS) throw new StoreError("limit", "this browser has saved too many mailboxes");
}
