import { Maildrop, type MaildropMessage } from "./maildrop.ts";

/** What knows a message again in a later reading, as it can be written down. */
export interface MessageIdentity {
  readonly uid: string;
  readonly octets: number | null;
  /** As in `MaildropMessage`; null for a message that is known by its place only. */
  readonly sharedBy: number | null;
}

export function identityOf({ uid, octets, sharedBy }: MaildropMessage): MessageIdentity {
  return { uid, octets, sharedBy: Number.isFinite(sharedBy) ? sharedBy : null };
}

/** Stands for the reading that they were taken from; their message numbers are gone with it. */
export function readingOf(identities: readonly MessageIdentity[]): Maildrop {
  const messages = identities.map(({ uid, octets, sharedBy }) => ({
    uid,
    number: 0,
    octets,
    sharedBy: sharedBy ?? Number.POSITIVE_INFINITY,
  }));
  return new Maildrop(messages, false);
}
