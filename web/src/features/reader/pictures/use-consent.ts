import type { Message } from "@popgate/shared/api/message";
import { useState } from "react";
import type { MessagePlace } from "../message-place.ts";
import { consentedSenders, consentTo, withdrawConsent } from "./consented-senders.ts";

export interface Consent {
  readonly isGiven: boolean;
  /** Given for this sender, not for this message alone. */
  readonly isLasting: boolean;
  /** Whose consent can last; undefined where the sender is in doubt. */
  readonly sender: string | undefined;
  readonly senders: readonly string[];
  readonly once: () => void;
  readonly always: () => void;
  readonly withdraw: (address?: string) => void;
}

/** The person's word on a message's remote pictures: for this once, or for all that its sender writes. */
export function useConsent(message: Message, place: MessagePlace): Consent {
  const [isOnce, setIsOnce] = useState(false);
  const [senders, setSenders] = useState(() => consentedSenders(localStorage));
  const sender = lastingSender(message, place);
  const isLasting = sender !== undefined && senders.includes(sender);
  return {
    isGiven: isOnce || isLasting,
    isLasting,
    sender,
    senders,
    once: () => {
      setIsOnce(true);
    },
    always: () => {
      // Where the browser keeps nothing, at least this once.
      setIsOnce(true);
      if (sender !== undefined) setSenders(consentTo(localStorage, sender));
    },
    withdraw: (address) => {
      setIsOnce(false);
      setSenders(withdrawConsent(localStorage, address));
    },
  };
}

/** What pretends to be somebody, or was forwarded by somebody else, gets no lasting consent. */
function lastingSender({ from, trust }: Message, place: MessagePlace): string | undefined {
  const isInDoubt = trust.authors.length > 1 || trust.nameClaims !== null || trust.senderHost !== null;
  if (from === null || from.address === "" || isInDoubt || place.part !== undefined) return undefined;
  return from.address.toLowerCase();
}
