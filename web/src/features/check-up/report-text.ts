import type { CheckFact, CheckFinding, CheckName, CheckUpReport } from "@popgate/shared/api/check-up";
import { messages } from "../../lib/messages/catalogue.ts";

interface FindingGroup {
  readonly title: string;
  readonly findings: readonly CheckFinding[];
}

type GroupName = keyof typeof messages.checkUp.groups;

const GROUPS: Readonly<Record<GroupName, readonly CheckName[]>> = {
  way: ["provider", "resolve", "connect", "tls", "certificate", "greeting"],
  login: ["apop", "capabilities", "plaintext", "mechanisms", "lang", "login"],
  mail: ["stat", "unique-ids", "unique-ids-stable", "top", "octets", "dot-stuffing"],
  manners: ["pipelining", "second-session", "unknown-command", "no-such-message", "idle-timeout"],
  announced: ["login-delay", "expire", "implementation", "utf8", "response-codes"],
};

/** The findings by what they are about, in the order in which the server was looked at. */
export function groupFindings({ findings }: CheckUpReport): FindingGroup[] {
  const names = Object.keys(GROUPS) as GroupName[]; // Object.keys widens; these are the record's own keys.
  return names.flatMap((name) => {
    const own = findings.filter(({ check }) => GROUPS[name].includes(check));
    return own.length === 0 ? [] : [{ title: messages.checkUp.groups[name], findings: own }];
  });
}

/** `chosenName: value` as words: `chosen name`, `value`. */
export function factWords(facts: CheckFinding["facts"]): { readonly name: string; readonly value: string }[] {
  return Object.entries(facts).map(([key, value]) => ({
    name: key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    value: valueWords(value),
  }));
}

/** The whole report for a letter to the server's operator; it holds no secret. */
export function reportText(report: CheckUpReport): string {
  const words = messages.checkUp;
  const { host, port, security } = report.server;
  const lines = [
    words.heading(`${host}:${String(port)}`, messages.signIn.securities[security]),
    new Date(report.startedAt).toISOString(),
  ];
  for (const { title, findings } of groupFindings(report)) {
    lines.push("", title);
    for (const { check, verdict, facts } of findings) {
      lines.push(`- ${words.verdicts[verdict]}: ${words.checks[check]}`);
      for (const { name, value } of factWords(facts)) lines.push(`    ${name}: ${value}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function valueWords(value: CheckFact): string {
  if (typeof value === "boolean") return value ? messages.checkUp.yes : messages.checkUp.no;
  return Array.isArray(value) ? value.join(", ") : String(value);
}
