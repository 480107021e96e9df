import type { Maildrop } from "./maildrop.ts";

/** What became of marks when the maildrop was read again. */
export interface Rebound {
  /** Found again: the same unique-id, the same size. */
  readonly kept: ReadonlySet<string>;
  /** Gone, or no longer surely the message that was marked. */
  readonly lost: readonly string[];
}

/**
 * Finds marked messages in a new reading. In doubt a mark is dropped, since dropping one deletes
 * nothing: a reused unique-id has another size, twins may have changed places when one of them went,
 * and a message known only by its place is never trusted.
 */
export function rebindMarks(marked: ReadonlySet<string>, before: Maildrop, after: Maildrop): Rebound {
  const kept = new Set<string>();
  const lost: string[] = [];
  for (const uid of marked) {
    const old = before.find(uid);
    const found = after.find(uid);
    const isSame =
      old !== undefined &&
      found !== undefined &&
      old.octets === found.octets &&
      old.sharedBy === found.sharedBy &&
      Number.isFinite(found.sharedBy);
    if (isSame) kept.add(uid);
    else lost.push(uid);
  }
  return { kept, lost };
}
