import { Maildrop, type MaildropMessage } from "./maildrop.ts";

/** What knows a message again in a later reading, as it can be written down. */
export interface MessageFacts {
  readonly uid: string;
  readonly octets: number | null;
  /** As in `MaildropMessage`; null for a message that is known by its place only. */
  readonly sharedBy: number | null;
}

export function factsOf({ uid, octets, sharedBy }: MaildropMessage): MessageFacts {
  return { uid, octets, sharedBy: Number.isFinite(sharedBy) ? sharedBy : null };
}

/** Stands for the reading that the facts were taken from; their message numbers are gone with it. */
export function readingOf(facts: readonly MessageFacts[]): Maildrop {
  const messages = facts.map(({ uid, octets, sharedBy }) => ({
    uid,
    number: 0,
    octets,
    sharedBy: sharedBy ?? Number.POSITIVE_INFINITY,
  }));
  return new Maildrop(messages, false);
}
