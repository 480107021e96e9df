import type { CheckName } from "@popgate/shared/api/check-up";
import { plural } from "../../lib/plural.ts";
import { formatDuration } from "../../lib/dates.ts";
import { formatOctets } from "../../lib/octets.ts";
import { said } from "./connection-sentences.ts";
import type { Facts } from "./facts.ts";

const messages = (count: number | undefined): string => plural(count ?? 0, "message");

/** What was seen behind the sign-in, and why it matters. */
export const MAILDROP_SENTENCES = {
  stat: (facts: Facts) =>
    facts.verdict === "good"
      ? `STAT and LIST agree: ${messages(facts.number("messages"))}, ${formatOctets(facts.number("octets") ?? null)}.`
      : `STAT tells ${messages(facts.number("messages"))} and ${formatOctets(facts.number("octets") ?? null)}, LIST ${messages(facts.number("listedMessages"))} and ${formatOctets(facts.number("listedOctets") ?? null)}: sizes on screen may be wrong.`,
  "unique-ids": (facts: Facts) => {
    if (!facts.is("present")) return "The server gives no unique-ids: what was read cannot be remembered.";
    if (facts.verdict === "good") return `Each of ${messages(facts.number("messages"))} has one of its own.`;
    const repeated = facts.number("repeated") ?? 0;
    const without = facts.number("messagesWithout") ?? 0;
    if (repeated + without === 0) {
      return `${messages(facts.number("malformed"))} of them longer or of other characters than RFC 1939 allows.`;
    }
    return `${messages(repeated)} share theirs with another, ${messages(without)} have none: marks cannot be kept surely.`;
  },
  top: (facts: Facts) => {
    if (!facts.is("works")) return "TOP is refused: a list of senders and subjects costs whole messages.";
    const seen = messages(facts.number("messages"));
    const withBody = facts.number("withBody") ?? 0;
    if (withBody > 0) return `TOP sent more than the header of ${withBody} among ${seen}: lists load slowly.`;
    const other = facts.number("otherHeader") ?? 0;
    if (other > 0) return `TOP and RETR differ in the header of ${messages(other)}.`;
    if (facts.verdict !== "good") return `TOP sent the header of ${seen}, without the blank line at its end.`;
    return `TOP sent the header of ${seen} and nothing more: lists load fast.`;
  },
  octets: (facts: Facts) => {
    const different = facts.number("different") ?? 0;
    const read = messages(facts.number("messages"));
    return different === 0
      ? `${read} read whole: as long as LIST told.`
      : `${read} read whole, ${different} of another length than LIST told, by up to ${plural(facts.number("most") ?? 0, "octet")}.`;
  },
  "dot-stuffing": (facts: Facts) => {
    const lines = facts.number("lines") ?? 0;
    if (lines === 0) return "No message that was read has such a line, so nothing could be seen.";
    return facts.verdict === "good"
      ? `${plural(lines, "such line")} came through whole.`
      : `${plural(lines, "such line")} came, and the sizes differ: a dot may be missing.`;
  },
  pipelining: (facts: Facts) => {
    if (!facts.is("announced")) {
      return "Not announced: each command waits for the reply to the one before, so lists load more slowly.";
    }
    const wrong = facts.number("wrong") ?? 0;
    return wrong === 0
      ? `${plural(facts.number("commands") ?? 0, "command")} sent at once were answered in order: lists load fast.`
      : `Of ${plural(facts.number("commands") ?? 0, "command")} sent at once ${wrong} got a wrong answer.`;
  },
  "second-session": (facts: Facts) => {
    if (facts.is("allowed")) {
      return "It is let in: another program may delete while this one reads. RFC 1939 wants the maildrop locked.";
    }
    return facts.is("tellsWhy")
      ? "It is refused, and told that the mailbox is in use: nobody takes that for a wrong password."
      : `It is refused without the code that tells why. ${said("The server said", facts.text("serverText"))}`;
  },
  "unique-ids-stable": (facts: Facts) => {
    const changed = facts.number("changed") ?? 0;
    return changed === 0
      ? `${messages(facts.number("compared"))} had the same ones in the next session: what was read stays known.`
      : `${messages(changed)} had another one in the next session${facts.is("sameMaildrop") ? "" : ", but mail came or went meanwhile"}.`;
  },
  "login-delay": (facts: Facts) => {
    const seconds = facts.number("seconds");
    return seconds === undefined
      ? "The server asks for no pause between two sign-ins."
      : `The server wants ${formatDuration(seconds * 1000)} between two sign-ins: new mail is seen no sooner.`;
  },
  expire: (facts: Facts) => {
    const days = facts.number("days");
    if (days === 0)
      return "The server may delete what was read (EXPIRE 0): each message is opened only when asked for.";
    if (facts.is("never")) return "The server keeps mail until somebody deletes it.";
    return days === undefined
      ? "The server announces no end."
      : `The server deletes mail after ${plural(days, "day")}.`;
  },
  implementation: (facts: Facts) =>
    facts.is("announced") ? said("The server calls itself", facts.text("words")) : undefined,
  utf8: (facts: Facts) =>
    facts.is("announced")
      ? "The server takes them (UTF8)."
      : "The server does not take them: such an address cannot sign in.",
  "response-codes": (facts: Facts) => {
    if (!facts.is("announced"))
      return "The server gives no codes: why it refuses has to be read from its words.";
    return facts.is("tellsWrongPasswords")
      ? "The server gives codes, a wrong password's too: refusals are told apart."
      : "The server gives codes, but none for a wrong password.";
  },
  "unknown-command": refusalSentence,
  "no-such-message": refusalSentence,
  "idle-timeout": (facts: Facts) => {
    const atLeast = facts.number("atLeastSeconds");
    if (atLeast !== undefined) {
      return `The session lived ${formatDuration(atLeast * 1000)} at least; then the mailbox was wanted, and nobody waited on.`;
    }
    const lived = formatDuration((facts.number("seconds") ?? 0) * 1000);
    return facts.is("hungUp")
      ? `The server ended a silent session after ${lived}; RFC 1939 wants ten minutes at least.`
      : `A silent session still lived after ${lived}.`;
  },
} satisfies Partial<Record<CheckName, (facts: Facts) => string | undefined>>;

function refusalSentence(facts: Facts): string {
  if (facts.is("hangsUp")) return "The server hangs up: one mistake costs the session.";
  return facts.is("refused")
    ? "It is refused, and the session goes on."
    : "The server does not refuse it: its answers cannot be relied on.";
}
