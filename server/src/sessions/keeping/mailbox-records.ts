/** A record as it is handed to be stored, and as it comes back. */
export interface RecordOctets {
  readonly mailboxId: string;
  /** In the clear: whoever stores them seals them first. */
  readonly octets: Buffer;
  /** Written since, in their order. */
  readonly changes?: readonly Buffer[];
  /** Grows with each `claim`: what has a lower one than what is stored is refused. */
  readonly generation: number;
}

/** One change, to be added to a record that was written whole before. */
export interface ChangeOctets {
  readonly mailboxId: string;
  readonly octets: Buffer;
  readonly generation: number;
  /** What `keep` returned for the record that it follows. */
  readonly follows: string;
  /** Its place among the changes of that record: 1, 2, 3 … */
  readonly sequence: number;
}

/**
 * Stores the records of mailboxes beyond the process, sealed for the browser session that owns them. While no
 * browser of its shows its cookie nothing can be stored and nothing comes back.
 */
export interface MailboxRecords {
  /**
   * @returns what names this writing of it, for the changes that follow
   * @throws Error with code `no-session` while the browser is not here; the store's own errors
   */
  keep(ownerId: string, record: Omit<RecordOctets, "changes">): Promise<string>;
  /** @throws as `keep`, and with code `gap` or `limit` where the record is to be written whole */
  append(ownerId: string, change: ChangeOctets): Promise<void>;
  /** Those that open; the others are told to the log and removed. */
  restore(ownerId: string): Promise<RecordOctets[]>;
  /**
   * The latest of one, for the gateway that has its lease from now on. Undefined where none is stored, or
   * it does not open. One that the store has counted does not fail.
   *
   * @throws as `keep`
   */
  claim(ownerId: string, mailboxId: string): Promise<RecordOctets | undefined>;
  /** Whether anything is kept of a browser session, which may be away. */
  hasAny(ownerId: string): Promise<boolean>;
  forget(ownerId: string, mailboxId: string): Promise<void>;
  /** Seals a password in memory. @returns what opens it, as long as the browser is here */
  secretOf(ownerId: string, password: string): () => string;
}
