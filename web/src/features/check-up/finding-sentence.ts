import type { CheckFinding, CheckName } from "@popgate/shared/api/check-up";
import { messages } from "../../lib/messages/catalogue.ts";
import { CONNECTION_SENTENCES } from "./connection-sentences.ts";
import { factsOf, type Facts } from "./facts.ts";
import { MAILDROP_SENTENCES } from "./maildrop-sentences.ts";

const SENTENCES: Readonly<Record<CheckName, (facts: Facts) => string | undefined>> = {
  ...CONNECTION_SENTENCES,
  ...MAILDROP_SENTENCES,
};

/** One sentence of what was seen and why it matters; undefined where there is nothing to tell. */
export function findingSentence(finding: CheckFinding): string | undefined {
  const facts = factsOf(finding);
  if (finding.verdict === "skipped") return skippedSentence(finding.check, facts);
  return failedSentence(facts) ?? SENTENCES[finding.check](facts);
}

function skippedSentence(check: CheckName, facts: Facts): string {
  const words = messages.checkUp;
  const why = facts.text("why") ?? "";
  if (check === "plaintext" && why === "not-asked") return words.plaintextNotAsked;
  return words.whySkipped[why] ?? words.skippedUnknown;
}

/** A step that failed has an error's message among its facts, whatever else it would have told. */
function failedSentence(facts: Facts): string | undefined {
  const message = facts.text("message");
  if (message === undefined) return undefined;
  const words = facts.text("serverText");
  const theirs = words === undefined ? "" : ` ${messages.app.serverSays} “${words}”.`;
  return `${messages.checkUp.failed} ${message.charAt(0).toUpperCase()}${message.slice(1)}.${theirs}`;
}

/** What somebody who mends the server wants letter by letter. */
export function findingDetail({ check, facts }: CheckFinding): string | undefined {
  if (check === "certificate" && typeof facts["fingerprint256"] === "string") {
    return `SHA-256 ${facts["fingerprint256"]}`;
  }
  const lines = check === "capabilities" ? facts["beforeLogin"] : undefined;
  return Array.isArray(lines) && lines.length > 0 ? lines.join(", ") : undefined;
}
