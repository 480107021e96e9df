/**
 * Unique-ids as they are kept: keyed hashes of `UID_HASH_OCTETS` each, one behind the other, in no
 * order. Packed, because a mailbox may have a hundred thousand of them.
 */
export type PackedUidHashes = Buffer;

/** 128 bits: no two of a mailbox's unique-ids will ever share one. */
export const UID_HASH_OCTETS = 16;
/** As many as a maildrop's listing may have lines. */
export const MAX_KNOWN_UIDS = 1_000_000;

/** An account that nobody visits for thirteen months is forgotten. In milliseconds. */
export const READ_STATE_LIFE_MS = 400 * 24 * 3_600_000;

/** What is remembered of an account, which POP3 itself does not keep. */
export interface ReadState {
  readonly seen: PackedUidHashes;
  readonly starred: PackedUidHashes;
  /** What the maildrop held at the last visit; undefined before the first one. */
  readonly known: PackedUidHashes | undefined;
}

/** What changes for one message; what is absent or undefined stays. */
export interface FlagChange {
  readonly uidHash: Buffer;
  readonly seen?: boolean | undefined;
  readonly starred?: boolean | undefined;
}

/** Read, starred and known messages by account and unique-id, both as keyed hashes: no name, no id in the clear. */
export interface ReadStateStore {
  load(account: string): Promise<ReadState>;
  /** Applied in the order given, a thousand or so at a time. @throws StoreError `limit` for a hash of another length */
  change(account: string, changes: readonly FlagChange[]): Promise<void>;
  /** What the maildrop holds at this visit, in place of the last one's. @throws StoreError `limit` */
  setKnown(account: string, known: PackedUidHashes): Promise<void>;
  /** Forgets the flags of messages that are not among these: they left the maildrop. */
  prune(account: string, present: PackedUidHashes): Promise<void>;
}
