/** One mailbox of a browser session. */
export interface MaildropOwner {
  readonly ownerId: string;
  readonly mailboxId: string;
}

/**
 * Who is signed in to a maildrop, by its keyed hash, so that a person can sign out in every browser. An entry
 * goes with its browser session.
 */
export interface MaildropOwnerStore {
  /** Nothing is noted of a browser session that is not there: it may have ended while this was on its way. */
  add(maildrop: string, owner: MaildropOwner): Promise<void>;
  /** In no order. */
  list(maildrop: string): Promise<MaildropOwner[]>;
  remove(maildrop: string, owner: MaildropOwner): Promise<void>;
}
