import type { Maildrop } from "./maildrop.ts";

/** What became of marks when the maildrop was read again. */
export interface Rebound {
  /** Found again: the same unique-id, the same size. */
  readonly kept: ReadonlySet<string>;
  /** Gone, or no longer surely the message that was marked. */
  readonly lost: readonly string[];
}

/** Finds marked messages in a new reading. In doubt a mark is dropped, since dropping one deletes nothing. */
export function rebindMarks(marked: ReadonlySet<string>, before: Maildrop, after: Maildrop): Rebound {
  const kept = new Set<string>();
  const lost: string[] = [];
  for (const uid of marked) {
    const old = before.find(uid);
    if (old !== undefined && after.stillHas(old)) kept.add(uid);
    else lost.push(uid);
  }
  return { kept, lost };
}
