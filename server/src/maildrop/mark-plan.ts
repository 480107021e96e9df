import type { Maildrop } from "./maildrop.ts";

/** Marks as far as a plan depends on them. */
export interface PlannedMarks {
  has(uid: string): boolean;
  /** Whether the server has DELE for it in its present session. */
  isOnServer(uid: string): boolean;
  /** All that are wanted. */
  uids(): Iterable<string>;
  /** Wanted, and not on the server. */
  readonly missing: ReadonlySet<string>;
  /** On the server, and not wanted. */
  readonly unwanted: ReadonlySet<string>;
}

/** What brings the server to changed marks. */
export interface MarkPlan {
  /** POP3 has no way to take one mark back: RSET drops them all, and goes first. */
  readonly isReset: boolean;
  /** To be marked by DELE, each once. */
  readonly dele: readonly string[];
  /** Wanted so far, and not any more. */
  readonly removed: readonly string[];
}

/**
 * The fewest commands that mark some messages more, and others no longer; a uid in both lists is removed. Cut
 * anywhere, a plan leaves fewer marks on the server than wanted, never one that is not wanted: RSET comes first.
 * Costs as much as what changes, but with RSET as much as all marks, since DELE sets all of them again.
 */
export function planMarks(
  marks: PlannedMarks,
  add: readonly string[] = [],
  remove: readonly string[] = [],
): MarkPlan {
  const unmarked = new Set(remove);
  const removed = [...unmarked].filter((uid) => marks.has(uid));
  const isReset = marks.unwanted.size > 0 || removed.some((uid) => marks.isOnServer(uid));
  const dele = new Set(isReset ? marks.uids() : marks.missing);
  for (const uid of add) if (!marks.has(uid)) dele.add(uid);
  for (const uid of unmarked) dele.delete(uid);
  return { isReset, dele: [...dele], removed };
}

/**
 * The same plan, with DELE for the highest message number first: on a server that numbers the rest anew behind each
 * DELE, every one still reaches its message.
 */
export function highestFirst(plan: MarkPlan, maildrop: Maildrop): MarkPlan {
  const numberOf = (uid: string) => maildrop.find(uid)?.number ?? 0;
  return { ...plan, dele: plan.dele.toSorted((left, right) => numberOf(right) - numberOf(left)) };
}
