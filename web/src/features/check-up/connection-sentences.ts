import type { CheckName } from "@popgate/shared/api/check-up";
import { plural } from "../../lib/plural.ts";
import { formatDuration, formatPlainDate } from "../../lib/dates.ts";
import type { Facts } from "./facts.ts";

const inWords = (items: readonly string[]): string => items.join(", ");

/** What was seen up to the sign-in, and why it matters; undefined where there is nothing to tell. */
export const CONNECTION_SENTENCES = {
  provider: (facts: Facts) =>
    facts.text("hint") === "gmail-recent"
      ? "Gmail gives each message to one POP3 program only; recent: before the address gives the last 30 days to each."
      : undefined,
  resolve: (facts: Facts) => `The name leads to ${inWords(facts.list("addresses"))}.`,
  connect: (facts: Facts) => {
    const tookMs = facts.number("tookMs");
    return tookMs === undefined
      ? "The server answers."
      : `The server answers; connection and encryption took ${formatDuration(tookMs)}.`;
  },
  tls: (facts: Facts) => {
    const protocol = facts.text("protocol");
    if (protocol === undefined) return "The server offers no TLS: anybody on the way can read along.";
    const how = facts.text("via") === "implicit" ? "from the first octet" : "after STLS";
    if (facts.is("used")) return `${protocol} ${how}: nobody on the way can read along.`;
    return `The server offers ${protocol} ${how}, and this mailbox does not use it.`;
  },
  certificate: (facts: Facts) => {
    const problem = facts.text("problem");
    const until = facts.text("validTo");
    const days = facts.number("daysLeft");
    const name = facts.text("subject") ?? "nobody";
    const validity =
      until === undefined || days === undefined
        ? ""
        : days < 0
          ? ` It ran out on ${formatPlainDate(until)}.`
          : ` It is valid until ${formatPlainDate(until)}, for ${plural(days, "more day")}.`;
    const pinned = facts.is("pinned") ? " It is the one that the operator pinned." : "";
    const trust =
      problem === undefined ? `It is for ${name}, and believed.` : `It is for ${name}: ${problem}.`;
    return `${trust}${pinned}${validity}`;
  },
  greeting: (facts: Facts) => said("The server greets with", facts.text("words")),
  apop: (facts: Facts) =>
    facts.is("announced")
      ? "The greeting bears a timestamp for APOP. Its MD5 is broken, so it is used only if chosen by name."
      : "The greeting bears no timestamp, so APOP cannot be used. Nothing is lost by that.",
  capabilities: (facts: Facts) => {
    const before = facts.list("beforeLogin").length;
    if (before === 0)
      return "The server does not tell what it can do (no CAPA), so only the basics are used.";
    const more = facts.list("onlyAfterLogin");
    return `The server tells ${plural(before, "capability", "capabilities")} before the sign-in${
      more.length === 0 ? "" : `, and after it also ${inWords(more)}`
    }.`;
  },
  plaintext: (facts: Facts) => {
    const offered = facts.list("offered");
    return offered.length === 0
      ? "Before TLS the server takes no password, so none can leak there."
      : `The server takes a password before TLS (${inWords(offered)}): a careless program would send it in the clear.`;
  },
  mechanisms: (facts: Facts) => {
    const offered = inWords(facts.list("offered"));
    const chosen = facts.text("chosen");
    if (chosen === undefined) return `None that is offered (${offered || "none at all"}) can be used here.`;
    const why = facts.text("why");
    return `${chosen} is used${why === undefined ? "" : ` (${why})`}. Offered: ${offered}.`;
  },
  lang: (facts: Facts) => {
    const languages = facts.list("languages");
    if (languages.length === 0) return "The server announces languages and lists none.";
    const chosen = facts.text("chosen");
    return `Its messages come in ${inWords(languages)}${chosen === undefined ? "" : `; ${chosen} is used`}.`;
  },
  login: (facts: Facts) => `The sign-in worked, with ${facts.text("mechanism") ?? "the password"}.`,
} satisfies Partial<Record<CheckName, (facts: Facts) => string | undefined>>;

/** The server's words behind ours, or ours alone. */
export function said(ours: string, theirs: string | undefined): string {
  return theirs === undefined ? `${ours} no words.` : `${ours} “${theirs}”.`;
}
