import type { Maildrop } from "./maildrop.ts";

/** How two readings differ, by unique-id. */
export interface MaildropDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export function compareMaildrops(before: Maildrop, after: Maildrop): MaildropDifference {
  return {
    added: after.messages.filter(({ uid }) => !before.has(uid)).map(({ uid }) => uid),
    removed: before.messages.filter(({ uid }) => !after.has(uid)).map(({ uid }) => uid),
  };
}

/** What a commit did, read off the maildrop after it. */
export interface CommitOutcome {
  readonly removed: readonly string[];
  readonly remaining: readonly string[];
}

/**
 * Tells gone from still there. Twins cannot be told apart by name: if fewer of them are left than
 * were not committed, as many as are missing count as removed, and which of them does not matter.
 */
export function commitOutcome(
  committed: readonly string[],
  before: Maildrop,
  after: Maildrop,
): CommitOutcome {
  const asked = new Set(committed);
  const left = new Map<string, number>();
  for (const { uid } of after.messages) count(left, baseId(uid));
  for (const { uid } of before.messages) {
    // Those that were not committed hold on to what is left first.
    if (!asked.has(uid)) count(left, baseId(uid), -1);
  }
  const removed: string[] = [];
  const remaining: string[] = [];
  for (const uid of committed) {
    const rest = left.get(baseId(uid)) ?? 0;
    if (rest > 0) {
      remaining.push(uid);
      left.set(baseId(uid), rest - 1);
    } else {
      removed.push(uid);
    }
  }
  return { removed, remaining };
}

/** A server's unique-id holds no blank; what stands behind one is a twin's place. */
function baseId(uid: string): string {
  return uid.startsWith("~ ") ? uid : (uid.split(" ")[0] ?? uid);
}

function count(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
