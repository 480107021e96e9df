import type { Report } from "@popgate/shared/api/recognized-parts";
import { reportSentence } from "@popgate/web/features/reader/facts/report-sentences";
import { expect, test } from "vitest";

function sentence(
  action: string,
  change: Partial<Report["recipients"][number]> = {},
  subject: string | null = "Hi",
) {
  const recipient = { address: "a@example.org", action, status: null, diagnostic: null, ...change };
  return reportSentence({ kind: "delivery", recipients: [recipient], originalSubject: subject }, recipient);
}

test("a failed delivery is told with its subject, its recipient and the reason", () => {
  expect(sentence("failed", { status: "5.1.1" })).toBe(
    "“Hi” could not be delivered to a@example.org. There is no such mailbox.",
  );
});

test("without the quoted message it is your message; a status that nobody knows adds nothing", () => {
  expect(sentence("delayed", { status: "4.9.9" }, null)).toMatch(
    /^Your message has not reached a@example.org yet/,
  );
});

test("a word that RFC 3464 does not have is shown as the server's, and no property of an object is one", () => {
  expect(sentence("frobnicated")).toContain("the server says: frobnicated");
  expect(sentence("constructor")).toContain("the server says: constructor");
  expect(sentence("failed", { status: "constructor" })).toBe("“Hi” could not be delivered to a@example.org.");
  expect(sentence("", { address: "" })).toContain("a recipient");
});
