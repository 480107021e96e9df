import type { Message } from "@popgate/shared/api/message";
import type { HostWarning } from "@popgate/shared/api/trust";
import { trustWords } from "../../../lib/messages/reader/trust-words.ts";
import { fullAddress, hostOf } from "../../../lib/people.ts";

/** One sentence to know before a message is believed. */
export interface TrustNote {
  readonly kind: "host" | "name" | "links" | "authors" | "reply" | "sender";
  /** `serious`: something pretends. `plain`: honest mail does this, too. */
  readonly weight: "serious" | "plain";
  readonly text: string;
}

/** More authors than these are named nowhere but in the headers. */
const MAX_AUTHORS = 5;

/** What there is to know, the most serious first; none for ordinary mail. */
export function trustNotes(message: Pick<Message, "from" | "replyTo" | "trust">): TrustNote[] {
  const { from, replyTo, trust } = message;
  const notes: TrustNote[] = [];
  if (trust.senderHost) notes.push(hostNote(trust.senderHost));
  if (trust.nameClaims !== null) {
    const text = trustWords.nameClaims(trust.nameClaims, hostOf(from));
    notes.push({ kind: "name", weight: "serious", text });
  }
  if (trust.misleadingLinks.count > 0) {
    const text = trustWords.links(trust.misleadingLinks.count);
    notes.push({ kind: "links", weight: "serious", text });
  }
  if (trust.authors.length > 1) {
    const named = trust.authors.slice(0, MAX_AUTHORS).map(fullAddress).join(", ");
    const text = `${trustWords.authors(trust.authors.length)} ${named}`;
    notes.push({ kind: "authors", weight: "serious", text });
  }
  if (trust.replyToDiffers && replyTo.length > 0) {
    const text = trustWords.replyTo(replyTo.map(({ address }) => address).join(", "));
    const isElsewhere = replyTo.some((address) => hostOf(address) !== hostOf(from));
    notes.push({ kind: "reply", weight: isElsewhere ? "serious" : "plain", text });
  }
  if (trust.sender) {
    notes.push({ kind: "sender", weight: "plain", text: trustWords.sentBy(fullAddress(trust.sender)) });
  }
  // A stable sort: within one weight the order above stands.
  return notes.sort((a, b) => Number(a.weight === "plain") - Number(b.weight === "plain"));
}

function hostNote({ host, shown, looksLike, mixesScripts }: HostWarning): TrustNote {
  if (looksLike !== null) {
    return { kind: "host", weight: "serious", text: trustWords.looksLike(host, looksLike) };
  }
  return mixesScripts
    ? { kind: "host", weight: "serious", text: trustWords.mixesScripts(shown, host) }
    : { kind: "host", weight: "plain", text: trustWords.foreignLetters(shown, host) };
}
