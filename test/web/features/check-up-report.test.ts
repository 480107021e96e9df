import { CheckName, type CheckFinding, type CheckUpReport } from "@popgate/shared/api/check-up";
import { groupFindings, reportSummary, reportText } from "@popgate/web/features/check-up/report-text";
import { expect, test } from "vitest";

const report: CheckUpReport = {
  server: { host: "pop.example.org", port: 995, security: "tls" },
  startedAt: Date.UTC(2026, 10, 20),
  tookMs: 900,
  findings: CheckName.options.map((check) => ({ check, verdict: "good", facts: {} })),
};

const withFindings = (...findings: CheckFinding[]): CheckUpReport => ({ ...report, findings });
const sentenceOf = (finding: CheckFinding) =>
  groupFindings(withFindings(finding)).flatMap(({ findings }) => findings.map(({ sentence }) => sentence))[0];

test("every check has its group and a sentence, and what has nothing to tell is left out", () => {
  const shown = groupFindings(report).flatMap(({ findings }) => findings.map(({ check }) => check));
  const silent = ["provider", "implementation"];
  expect([...shown, ...silent].sort()).toEqual([...CheckName.options].sort());
  expect(sentenceOf({ check: "provider", verdict: "note", facts: { hint: "gmail-recent" } })).toContain(
    "Gmail",
  );
});

test("no sentence shows the name of a fact, a bare number of milliseconds, or an empty value", () => {
  for (const check of CheckName.options) {
    for (const verdict of ["good", "note", "warning", "bad", "skipped"] as const) {
      const sentence = sentenceOf({ check, verdict, facts: { why: "not-asked", tookMs: 43 } }) ?? "";
      expect(sentence).not.toMatch(/undefined|NaN|not-asked|Ms\b|“”/);
    }
  }
  expect(sentenceOf({ check: "connect", verdict: "good", facts: { tookMs: 43 } })).toContain("43 ms");
});

test("the summary counts what is broken, what needs care and what is worth knowing", () => {
  const note = { check: "second-session", verdict: "note", facts: { allowed: true } } as const;
  const warning = { check: "expire", verdict: "warning", facts: { announced: true, days: 0 } } as const;
  const bad = { check: "unique-ids", verdict: "bad", facts: { present: false } } as const;
  const silent = { check: "provider", verdict: "note", facts: {} } as const;
  expect(reportSummary(withFindings(silent))).toBe("No problems.");
  expect(reportSummary(withFindings(silent, note))).toBe("No problems; 1 thing worth knowing.");
  expect(reportSummary(withFindings(bad, warning, note))).toBe(
    "1 thing is broken; 1 thing to take care of; 1 thing worth knowing.",
  );
});

test("a step that failed tells why, with the server's words beside ours", () => {
  const facts = { code: "server-temporary", message: "the server refused", serverText: "go away" };
  expect(sentenceOf({ check: "login", verdict: "bad", facts })).toBe(
    "It did not work. The server refused. The server said: “go away”.",
  );
});

test("an idle session that was cut short tells how long it lived at least", () => {
  const facts = { measured: false, why: "mailbox-used", atLeastSeconds: 300, hungUp: false };
  expect(sentenceOf({ check: "idle-timeout", verdict: "note", facts })).toContain("5 min at least");
});

test("the copied text says what the page says, in sentences", () => {
  const facts = { offered: ["PLAIN", "SCRAM-SHA-256"], chosen: "SCRAM-SHA-256", why: "the strongest listed" };
  const lines = reportText(withFindings({ check: "mechanisms", verdict: "good", facts })).split("\n");
  expect(lines[0]).toBe("pop.example.org:995 · TLS");
  expect(lines[1]).toMatch(/2026.* · 900 ms$/);
  expect(lines.slice(2)).toEqual([
    "No problems.",
    "",
    "Signing in",
    "- Good: Ways of signing in. SCRAM-SHA-256 is used (the strongest listed). Offered: PLAIN, SCRAM-SHA-256.",
    "",
  ]);
});
