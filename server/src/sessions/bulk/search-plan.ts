import type { BodySearchCost } from "@popgate/shared/api/body-search";
import type { MaildropMessage } from "../../maildrop/maildrop.ts";

/** Up to this a message is fetched whole; in a larger one the texts stand in front, and files behind. */
const WHOLE_OCTETS = 1024 * 1024;
/** Lines of a beginning: some 800 kB, since base64 and most texts keep below 80 characters. */
export const BEGINNING_LINES = 10_000;
const BEGINNING_OCTETS = 800 * 1024;
/** Without TOP there are no beginnings: what is larger would hold up everybody's clicks for too long. */
const MAX_WHOLE_OCTETS = 16 * 1024 * 1024;

/** Of what LIST told, what may come beyond it: servers that store lines with LF alone do not count their CR. */
const MARGIN = 1 / 8;
/** What LIST tells of a small message may be anything, and nothing that small is worth counting. */
const LEAST_ROOM_OCTETS = 64 * 1024;

/** How one message is searched. */
export type SearchStep =
  | { readonly kind: "cached" }
  | { readonly kind: "whole" | "beginning"; readonly octets: number }
  | { readonly kind: "left" };

export interface SearchFacts {
  isCached(uid: string): boolean;
  /** A marked message cannot be read (RFC 1939 §5), and none is unmarked for a search. */
  isMarked(uid: string): boolean;
  readonly hasTop: boolean;
}

export function searchStep({ uid, octets }: MaildropMessage, facts: SearchFacts): SearchStep {
  if (facts.isCached(uid)) return { kind: "cached" };
  if (facts.isMarked(uid)) return { kind: "left" };
  if (octets !== null && octets <= WHOLE_OCTETS) return { kind: "whole", octets };
  if (facts.hasTop)
    return { kind: "beginning", octets: octets === null ? 0 : Math.min(octets, BEGINNING_OCTETS) };
  return octets !== null && octets <= MAX_WHOLE_OCTETS ? { kind: "whole", octets } : { kind: "left" };
}

/** Of its reply, no more octets than this are kept, whatever a server sends; counted before it is asked for. */
export function roomFor({ octets }: { readonly octets: number }): number {
  // Nothing is told of a message of unknown size, of which only a beginning is ever fetched.
  const expected = octets === 0 ? BEGINNING_OCTETS : octets;
  return Math.max(LEAST_ROOM_OCTETS, Math.ceil(expected * (1 + MARGIN)));
}

export function searchCost(messages: Iterable<MaildropMessage>, facts: SearchFacts): BodySearchCost {
  const cost = { messages: 0, octets: 0, cached: 0, beginnings: 0, left: 0 };
  for (const message of messages) {
    const step = searchStep(message, facts);
    if (step.kind === "cached") cost.cached += 1;
    else if (step.kind === "left") cost.left += 1;
    else {
      cost.messages += 1;
      cost.octets += step.octets;
      if (step.kind === "beginning") cost.beginnings += 1;
    }
  }
  return cost;
}
