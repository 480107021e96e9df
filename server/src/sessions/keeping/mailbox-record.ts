import type { MessageFacts } from "../../maildrop/message-facts.ts";
import type { Account } from "../login/account.ts";

/** A commit whose QUIT was or is about to be sent, and whose outcome no reading has shown yet. */
export interface PendingCommit {
  readonly committed: readonly MessageFacts[];
}

/** What of a session outlives its process. Plain data, and no secret: the password is kept elsewhere. */
export interface MailboxRecord {
  readonly account: Account;
  /** What the person wants gone, with the facts that know each message again. */
  readonly marks: readonly MessageFacts[];
  readonly revision: number;
  readonly pending?: PendingCommit;
}
