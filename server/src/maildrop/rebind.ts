import type { Maildrop } from "./maildrop.ts";

/**
 * The marked messages that are surely still there in a new reading. In doubt a mark is dropped, since
 * dropping one deletes nothing.
 */
export function rebindMarks(
  marked: ReadonlySet<string>,
  before: Maildrop,
  after: Maildrop,
): ReadonlySet<string> {
  const kept = new Set<string>();
  for (const uid of marked) {
    const message = before.find(uid);
    if (message !== undefined && after.stillHas(message)) kept.add(uid);
  }
  return kept;
}

/**
 * Of the messages that somebody pointed at on an earlier reading, those that are surely the same in this
 * one. What the earlier reading did not have was not pointed at there, and is let through.
 */
export function stillMeant(uids: readonly string[], shown: Maildrop, now: Maildrop): readonly string[] {
  if (shown === now) return uids;
  return uids.filter((uid) => {
    const message = shown.find(uid);
    return message === undefined || now.stillHas(message);
  });
}
