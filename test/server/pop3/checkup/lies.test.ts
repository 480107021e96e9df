import type { CheckName, CheckVerdict } from "@popgate/shared/api/check-up";
import { checkUpServer } from "@popgate/server/pop3/checkup/check-up";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { describe, expect, it } from "vitest";
import { TEST_DEADLINES } from "../../../support/gateway/demo-session.ts";
import { checkUp, finding, verdictsOf } from "./check-up-of.ts";
import { startLyingServer, type Lie } from "./lying-server.ts";

const WHOLE = "+OK\r\nSubject: a\r\n\r\nbody\r\n.\r\n";

/** Answers each `UIDL` with ids that were never given before. */
function newIdsEachTime(): Lie {
  let last = 0;
  return (line) => (line === "UIDL" ? `+OK\r\n1 x${(last += 1)}\r\n2 y${last}\r\n.\r\n` : undefined);
}

describe("a check-up sees through a server that", () => {
  it.each<[string, Lie, Partial<Record<CheckName, CheckVerdict>>]>([
    ["tells the truth", () => undefined, { top: "good", octets: "good", pipelining: "good" }],
    [
      "sends the whole message for TOP n 0",
      (line) => (/^TOP \d 0$/.test(line) ? WHOLE : undefined),
      { top: "bad" },
    ],
    [
      "has new unique-ids for each session",
      newIdsEachTime(),
      { "unique-ids": "good", "unique-ids-stable": "bad" },
    ],
    [
      "counts otherwise than it lists",
      (line) => (line === "STAT" ? "+OK 3 9\r\n" : undefined),
      { stat: "warning" },
    ],
    [
      "answers pipelined commands in another order",
      (line) => (line === "LIST 1" ? "+OK 2 20\r\n" : undefined),
      { pipelining: "bad", top: "good" },
    ],
    [
      "hangs up when a message is not there",
      (line) => (/^RETR \d{3,}$/.test(line) ? null : undefined),
      { "no-such-message": "warning", "unknown-command": "good" },
    ],
    [
      "hangs up at an unknown command",
      (line) => (line.startsWith("X") ? null : undefined),
      { "unknown-command": "warning", "no-such-message": "good" },
    ],
    [
      "takes any command",
      (line) => (line.startsWith("X") ? "+OK\r\n" : undefined),
      { "unknown-command": "bad" },
    ],
    [
      "does not stuff its dots",
      (line) => (line === "RETR 1" ? "+OK\r\nSubject: a\r\n\r\n.\r\nrest\r\n.\r\n" : undefined),
      { top: "bad", stat: "good" },
    ],
  ])("%s", async (_, lie, expected) => {
    const port = await startLyingServer(lie);
    expect(verdictsOf(await checkUp({ port }))).toMatchObject({ login: "good", ...expected });
  });

  it.each<[string, RegExp, CheckName]>([
    ["for one that is there", /^RETR 1$/, "top"],
    ["for one that is not", /^RETR \d{3,}$/, "no-such-message"],
  ])("sends a message without end %s: it is given up at a bound", async (_, asked, check) => {
    const endless = `+OK\r\n${"x".repeat(600_000)}`;
    const port = await startLyingServer((line) => (asked.test(line) ? endless : undefined));
    expect(finding(await checkUp({ port }), check)).toMatchObject({
      verdict: "bad",
      facts: { code: "reply-too-long" },
    });
  });
});

describe("what is known of a provider", () => {
  it.each([
    ["pop.gmail.com", { hint: "gmail-recent" }],
    ["POP.GMAIL.COM", { hint: "gmail-recent" }],
    ["pop.gmail.com.example.org", {}],
  ])("of %s is a hint, without a connection too", async (host, facts) => {
    const unknown = Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
    const report = await checkUpServer({
      server: { host, port: 995, security: "tls" },
      dial: { lookupFor: () => (_host, _options, found) => found(unknown, []) },
      deadlines: TEST_DEADLINES,
      log: new TranscriptLog(),
      credentials: { user: "kim", secret: () => "x" },
      mechanism: "auto",
    });
    expect(finding(report, "provider").facts).toEqual(facts);
    expect(finding(report, "resolve")).toMatchObject({ verdict: "bad", facts: { code: "unknown-host" } });
  });
});
