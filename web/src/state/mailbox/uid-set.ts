/**
 * A set of unique-ids that is never changed: one that differs little from it shares its base. So one mark more
 * among 100,000 costs as much as the marks that came since the base was made.
 */
export interface UidSet {
  readonly base: ReadonlySet<string>;
  /** Not in the base. */
  readonly added: ReadonlySet<string>;
  /** In the base. */
  readonly removed: ReadonlySet<string>;
}

/** The base is made anew when a set differs from it by more: copying what differs is then still well below a frame. */
const MAX_DIFFERENCE = 500;

const NO_UIDS: ReadonlySet<string> = new Set();

export function uidSet(uids: Iterable<string>): UidSet {
  return { base: new Set(uids), added: NO_UIDS, removed: NO_UIDS };
}

export function hasUid({ base, added, removed }: UidSet, uid: string): boolean {
  return added.has(uid) || (base.has(uid) && !removed.has(uid));
}

export function uidsOf({ base, added, removed }: UidSet): string[] {
  return [...[...base].filter((uid) => !removed.has(uid)), ...added];
}

/** The same with some more and without others; a uid in both lists is in it. */
export function withChange(set: UidSet, more: readonly string[], gone: readonly string[]): UidSet {
  const added = new Set(set.added);
  const removed = new Set(set.removed);
  for (const uid of gone) {
    added.delete(uid);
    if (set.base.has(uid)) removed.add(uid);
  }
  for (const uid of more) {
    removed.delete(uid);
    if (!set.base.has(uid)) added.add(uid);
  }
  const next = { base: set.base, added, removed };
  return added.size + removed.size > MAX_DIFFERENCE ? uidSet(uidsOf(next)) : next;
}
