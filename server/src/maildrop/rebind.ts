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
