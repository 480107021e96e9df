import { CheckName, type CheckUpReport } from "@popgate/shared/api/check-up";
import { groupFindings, reportText } from "@popgate/web/features/check-up/report-text";
import { expect, test } from "vitest";

const report: CheckUpReport = {
  server: { host: "pop.example.org", port: 995, security: "tls" },
  startedAt: Date.UTC(2026, 10, 20),
  tookMs: 900,
  findings: CheckName.options.map((check) => ({ check, verdict: "good", facts: {} })),
};

test("every check has its group, and each finding appears once", () => {
  const shown = groupFindings(report).flatMap(({ findings }) => findings.map(({ check }) => check));
  expect([...shown].sort()).toEqual([...CheckName.options].sort());
});

test("the copied text holds verdicts and facts in words", () => {
  const facts = { tellsWrongPasswords: true, offered: ["PLAIN", "SCRAM-SHA-256"], seconds: 30 };
  const text = reportText({ ...report, findings: [{ check: "mechanisms", verdict: "warning", facts }] });
  expect(text).toBe(
    [
      "pop.example.org:995 · TLS",
      "2026-11-20T00:00:00.000Z",
      "",
      "Signing in",
      "- Take care: Ways of signing in",
      "    tells wrong passwords: yes",
      "    offered: PLAIN, SCRAM-SHA-256",
      "    seconds: 30",
      "",
    ].join("\n"),
  );
});
