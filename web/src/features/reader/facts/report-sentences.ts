import type { Report } from "@popgate/shared/api/recognized-parts";
import { factsWords } from "../../../lib/messages/reader/facts-words.ts";
import { capitalised } from "../../../lib/sentence.ts";

const words = factsWords.report;
type Recipient = Report["recipients"][number];

// Maps, since the sender chooses the keys: "constructor" is a property of every object.
const SENTENCES = new Map<string, (what: string, address: string) => string>([
  ["failed", words.failed],
  ["delayed", words.delayed],
  ["delivered", words.delivered],
  ["relayed", words.relayed],
  ["expanded", words.expanded],
  ["displayed", words.displayed],
  ["deleted", words.deleted],
]);
const REASONS = new Map<string, string>(Object.entries(words.reasons));

/** What a report says of one recipient, and why where RFC 3463's status has a name. */
export function reportSentence(report: Report, { address, action, status }: Recipient): string {
  const what = report.originalSubject === null ? words.message : words.named(report.originalSubject);
  const whom = address || words.someone;
  const sentence = SENTENCES.get(action)?.(what, whom) ?? words.other(what, whom, action || "?");
  const reason = status === null ? undefined : REASONS.get(status);
  return capitalised(reason === undefined ? sentence : `${sentence} ${reason}`);
}
