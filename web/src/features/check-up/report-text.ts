import type { CheckFinding, CheckName, CheckUpReport, CheckVerdict } from "@popgate/shared/api/check-up";
import { formatDuration, formatFullDate } from "../../lib/dates.ts";
import { keysOf } from "../../lib/keys-of.ts";
import { messages } from "../../lib/messages/catalogue.ts";
import { findingDetail, findingSentence } from "./finding-sentence.ts";

interface FindingGroup {
  readonly title: string;
  readonly findings: readonly ToldFinding[];
}

type GroupName = keyof typeof messages.checkUp.groups;

const GROUPS: Readonly<Record<GroupName, readonly CheckName[]>> = {
  way: ["provider", "resolve", "connect", "tls", "certificate", "greeting"],
  login: ["apop", "capabilities", "plaintext", "mechanisms", "lang", "login"],
  mail: ["stat", "unique-ids", "unique-ids-stable", "top", "octets", "dot-stuffing"],
  manners: ["pipelining", "second-session", "unknown-command", "no-such-message", "idle-timeout"],
  announced: ["login-delay", "expire", "implementation", "utf8", "response-codes"],
};

export interface ToldFinding extends CheckFinding {
  readonly sentence: string;
  readonly detail: string | undefined;
}

/** What there is to tell, by what it is about, in the order in which the server was looked at. */
export function groupFindings({ findings }: CheckUpReport): FindingGroup[] {
  return keysOf(GROUPS).flatMap((name) => {
    const own = findings.filter(({ check }) => GROUPS[name].includes(check)).flatMap(told);
    return own.length === 0 ? [] : [{ title: messages.checkUp.groups[name], findings: own }];
  });
}

function told(finding: CheckFinding): ToldFinding[] {
  const sentence = findingSentence(finding);
  return sentence === undefined ? [] : [{ ...finding, sentence, detail: findingDetail(finding) }];
}

/** `No problems; 3 things worth knowing.` */
export function reportSummary(report: CheckUpReport): string {
  const words = messages.checkUp.summary;
  const findings = groupFindings(report).flatMap((group) => group.findings);
  const count = (verdict: CheckVerdict) => findings.filter((each) => each.verdict === verdict).length;
  const [bad, warning, note] = [count("bad"), count("warning"), count("note")];
  const parts = [
    bad > 0 ? words.bad(bad) : undefined,
    warning > 0 ? words.warning(warning) : undefined,
    bad + warning === 0 ? words.good : undefined,
    note > 0 ? words.note(note) : undefined,
  ];
  return `${parts.filter((part) => part !== undefined).join("; ")}.`;
}

/** The whole report for a letter to the server's operator; it holds no secret. */
export function reportText(report: CheckUpReport): string {
  const words = messages.checkUp;
  const lines = [
    reportHeading(report),
    `${formatFullDate(report.startedAt)} · ${formatDuration(report.tookMs)}`,
    reportSummary(report),
  ];
  for (const { title, findings } of groupFindings(report)) {
    lines.push("", title);
    for (const { check, verdict, sentence, detail } of findings) {
      lines.push(`- ${words.verdicts[verdict]}: ${words.checks[check]}. ${sentence}`);
      if (detail !== undefined) lines.push(`    ${detail}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

export function reportHeading({ server: { host, port, security } }: CheckUpReport): string {
  return messages.checkUp.heading(`${host}:${String(port)}`, messages.signIn.securities[security]);
}
