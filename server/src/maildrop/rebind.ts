import { baseId } from "./made-up-id.ts";
import type { Maildrop, MaildropMessage } from "./maildrop.ts";

/**
 * The marked messages that are surely still there in a new reading. In doubt a mark is dropped, since
 * dropping one deletes nothing. Twins may have changed places, so they keep their marks only together.
 */
export function rebindMarks(
  marked: ReadonlySet<string>,
  before: Maildrop,
  after: Maildrop,
): ReadonlySet<string> {
  const kept = new Set<string>();
  const twins = new Map<string, MaildropMessage[]>();
  for (const uid of marked) {
    const message = before.find(uid);
    if (message === undefined) continue;
    if (after.stillHas(message)) kept.add(uid);
    if (message.sharedBy > 1) twins.set(baseId(uid), [...(twins.get(baseId(uid)) ?? []), message]);
  }
  for (const group of twins.values()) {
    if (isWhole(group, after)) for (const { uid } of group) kept.add(uid);
  }
  return kept;
}

/** Whether all bearers of a unique-id were marked, and no more, no fewer and none of another size are there now. */
function isWhole(group: readonly MaildropMessage[], after: Maildrop): boolean {
  return group.every(
    ({ uid, octets, sharedBy }) =>
      sharedBy === group.length &&
      after.find(uid)?.sharedBy === group.length &&
      after.find(uid)?.octets === octets,
  );
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
