import type { MessageIdentity } from "../../maildrop/message-identity.ts";
import type { Account } from "../login/account.ts";

/** A commit whose QUIT was or is about to be sent, and whose outcome no reading has shown yet. */
export interface PendingCommit {
  readonly committed: readonly MessageIdentity[];
}

/** What of a session outlives its process. Plain data, and no secret: the password is kept elsewhere. */
export interface MailboxRecord {
  readonly account: Account;
  /** What the person wants gone, with the facts that know each message again. */
  readonly marks: readonly MessageIdentity[];
  readonly revision: number;
  readonly pending?: PendingCommit;
}

/** What became other marks since an earlier revision. Whatever else changes is written with the whole record. */
export interface RecordChange {
  readonly added: readonly MessageIdentity[];
  /** By unique-id. */
  readonly removed: readonly string[];
  readonly revision: number;
}

/** The record as it is after these changes, in their order. */
export function afterChanges(record: MailboxRecord, changes: readonly RecordChange[]): MailboxRecord {
  if (changes.length === 0) return record;
  const marks = new Map(record.marks.map((facts) => [facts.uid, facts]));
  for (const { added, removed } of changes) {
    for (const uid of removed) marks.delete(uid);
    for (const facts of added) marks.set(facts.uid, facts);
  }
  const revision = changes.at(-1)?.revision ?? record.revision;
  return { ...record, marks: [...marks.values()], revision };
}
