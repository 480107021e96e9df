import type { Maildrop } from "./maildrop.ts";

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
