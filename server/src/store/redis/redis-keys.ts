/** A browser session, packed. */
export function browserKey(id: string): string {
  return `browser:${id}`;
}

/** A hash of mailbox records, sealed; expires with the browser session. */
export function recordsKey(ownerId: string): string {
  return `records:${ownerId}`;
}

/** A set of the mailboxes that are of this maildrop. */
export function maildropKey(maildrop: string): string {
  return `maildrop:${maildrop}`;
}

/** Sets of keyed hashes of unique-ids; `known` is one string of them all. */
export function readStateKey(account: string, part: "seen" | "starred" | "known"): string {
  return `read:${account}:${part}`;
}

/** The token of whoever holds the lease. */
export function leaseKey(key: string): string {
  return `lease:${key}`;
}
