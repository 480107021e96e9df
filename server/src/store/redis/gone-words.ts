import type { Gone } from "../store.ts";

/** Neither name has a space: both are base64url. */
export function goneWords(ownerId: string, mailboxId?: string): string {
  return mailboxId === undefined ? ownerId : `${ownerId} ${mailboxId}`;
}

export function readGone(text: string): Gone {
  const [ownerId = "", mailboxId] = text.split(" ");
  return { ownerId, mailboxId };
}
