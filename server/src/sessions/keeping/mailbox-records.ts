/** A mailbox as it is handed to be kept, and as it comes back. */
export interface RecordOctets {
  readonly mailboxId: string;
  /** In the clear: whoever keeps them seals them first. */
  readonly octets: Buffer;
  /** Grows with each `claim`: what has a lower one than what is kept is not kept any more. */
  readonly generation: number;
}

/**
 * Keeps mailboxes beyond the process, sealed for the browser session that owns them. While no browser
 * of its shows its cookie nothing can be kept and nothing comes back.
 */
export interface MailboxRecords {
  /** @throws Error with code `no-session` while the browser is not here; the store's own errors */
  keep(ownerId: string, mailbox: RecordOctets): Promise<void>;
  /** Those that open; the others are told to the log and removed. */
  restore(ownerId: string): Promise<RecordOctets[]>;
  /**
   * The latest of one, for the gateway that has its lease from now on. Undefined where none is kept, or
   * it does not open. One that the store has counted does not fail.
   *
   * @throws as `keep`
   */
  claim(ownerId: string, mailboxId: string): Promise<RecordOctets | undefined>;
  forget(ownerId: string, mailboxId: string): Promise<void>;
  /** Seals a password in memory. @returns what opens it, as long as the browser is here */
  secretOf(ownerId: string, password: string): () => string;
}
