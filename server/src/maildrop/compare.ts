import { baseId, isMadeUp, type Maildrop } from "./maildrop.ts";
import type { MessageFacts } from "./message-facts.ts";

/** How two readings differ, by unique-id. */
export interface MaildropDifference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** In both readings, but not surely the same message: another size, or other twins. */
  readonly reused: readonly string[];
  /** How many messages that stayed have another number now. */
  readonly renumbered: number;
}

export function compareMaildrops(before: Maildrop, after: Maildrop): MaildropDifference {
  const removed: string[] = [];
  const reused: string[] = [];
  let renumbered = 0;
  for (const message of before.messages) {
    const found = after.find(message.uid);
    if (found === undefined) removed.push(message.uid);
    else if (!after.stillHas(message)) reused.push(message.uid);
    else if (found.number !== message.number) renumbered += 1;
  }
  const added = after.messages.filter(({ uid }) => !before.has(uid)).map(({ uid }) => uid);
  return { added, removed, reused, renumbered };
}

/** Whether the later reading shows nothing but what the earlier one showed. */
export function isUnchanged({ added, removed, reused, renumbered }: MaildropDifference): boolean {
  return added.length + removed.length + reused.length + renumbered === 0;
}

/** What a commit did, read off the maildrop after it. */
export interface CommitOutcome {
  readonly removed: readonly string[];
  readonly remaining: readonly string[];
  /** The server names its messages in another way now: under these names nothing can be found again. */
  readonly unknown: readonly string[];
  /** What the removed messages held; a size that the server does not tell counts as 0. */
  readonly freedOctets: number;
}

/**
 * Tells gone from still there. Twins cannot be told apart by name: if fewer of them are left than
 * were not committed, as many as are missing count as removed, and which of them does not matter.
 */
export function commitOutcome(committed: readonly MessageFacts[], after: Maildrop): CommitOutcome {
  const left = new Map<string, number>();
  for (const { uid } of after.messages) count(left, baseId(uid));
  for (const [id, uncommitted] of uncommittedBearers(committed)) count(left, id, -uncommitted);
  const removed: string[] = [];
  const remaining: string[] = [];
  const unknown: string[] = [];
  let freedOctets = 0;
  for (const { uid, octets } of committed) {
    const rest = left.get(baseId(uid)) ?? 0;
    if (rest > 0) {
      remaining.push(uid);
      left.set(baseId(uid), rest - 1);
    } else if (isNamedOtherwise(uid, after)) {
      unknown.push(uid);
    } else {
      removed.push(uid);
      freedOctets += octets ?? 0;
    }
  }
  return { removed, remaining, unknown, freedOctets };
}

/** A server that refuses UIDL now and then: its messages are named by their headers in one reading only. */
function isNamedOtherwise(uid: string, { messages }: Maildrop): boolean {
  return messages.length > 0 && messages.every((message) => isMadeUp(message.uid) !== isMadeUp(uid));
}

/** Twins of committed messages that were not committed: they hold on to what is left first. */
function uncommittedBearers(committed: readonly MessageFacts[]): Map<string, number> {
  const bearers = new Map<string, number>();
  for (const { uid, sharedBy } of committed) bearers.set(baseId(uid), sharedBy ?? 1);
  for (const { uid } of committed) count(bearers, baseId(uid), -1);
  return bearers;
}

function count(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
