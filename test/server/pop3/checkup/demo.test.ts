import { CheckName, CheckUpReport, type CheckVerdict } from "@popgate/shared/api/check-up";
import type { Fault } from "@popgate/server/demo/faults/fault";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PASSWORD, startDemoBench, USER, type DemoBench } from "../../../support/gateway/demo-session.ts";
import { checkUp, finding, verdictsOf, type CheckUpSetUp } from "./check-up-of.ts";

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench();
});
afterEach(() => bench.close());

const inPlain = (): CheckUpSetUp => ({ port: bench.demo.pop3Port });
const overTls = (): CheckUpSetUp => ({
  port: bench.demo.pop3sPort,
  security: "tls",
  trust: { ca: bench.demo.caPem },
});
const overStls = (): CheckUpSetUp => ({ ...overTls(), port: bench.demo.pop3Port, security: "starttls" });

const mail = () => bench.uids().map((uid) => bench.demo.control.read(USER, uid)?.toString("latin1"));

describe("a check-up of the demo server", () => {
  it("has one finding for each check, in the contract's order", async () => {
    const report = await checkUp(overTls());
    expect(CheckUpReport.parse(report)).toEqual(report);
    expect(report.findings.map(({ check }) => check)).toEqual(CheckName.options);
  });

  it.each([
    ["in plain", inPlain],
    ["over TLS", overTls],
    ["over STLS", overStls],
  ])("finds nothing wrong %s", async (_, set) => {
    const verdicts = verdictsOf(await checkUp(set()));
    expect(Object.values(verdicts)).not.toContain("bad");
    expect(verdicts).toMatchObject({ top: "good", pipelining: "good", "dot-stuffing": "good" });
  });

  it("tells what TLS and certificate there are", async () => {
    const report = await checkUp(overStls());
    expect(finding(report, "tls").facts).toMatchObject({ via: "stls", used: true, protocol: "TLSv1.3" });
    expect(finding(report, "certificate")).toMatchObject({
      verdict: "good",
      facts: { verified: true, subject: "CN=localhost", daysLeft: 364 },
    });
    expect(finding(report, "capabilities").facts["onlyBeforeTls"]).toContain("STLS");
  });

  it("describes a certificate that is not believed, and does not sign in", async () => {
    const log = new TranscriptLog();
    const report = await checkUp({ ...overTls(), trust: {}, log });
    expect(finding(report, "certificate")).toMatchObject({ verdict: "bad", facts: { verified: false } });
    expect(finding(report, "certificate").facts["problem"]).toContain("authority");
    expect(finding(report, "login").verdict).toBe("skipped");
    const said = log.after(0).filter(({ direction }) => direction === "C");
    expect(said).toEqual([]);
  });

  it("tells the chosen mechanism and why", async () => {
    const { facts } = finding(await checkUp(overTls()), "mechanisms");
    expect(facts).toMatchObject({ chosen: "SCRAM-SHA-256" });
    expect(facts["why"]).toContain("does not show the password");
  });

  it("measures how long a silent session lives, only when it is asked to", async () => {
    const slow = await startDemoBench(1, { idleTimeoutMs: 1_000 });
    try {
      const asked = await checkUp({ port: slow.demo.pop3Port, idleMs: 30_000 });
      expect(finding(asked, "idle-timeout")).toMatchObject({
        verdict: "warning",
        facts: { measured: true, hungUp: true, seconds: 1 },
      });
      expect(finding(await checkUp({ port: slow.demo.pop3Port }), "idle-timeout")).toMatchObject({
        verdict: "skipped",
        facts: { why: "not-asked" },
      });
    } finally {
      await slow.close();
    }
  });

  it("says that a session outlived the limit", async () => {
    const report = await checkUp({ ...inPlain(), idleMs: 50 });
    expect(finding(report, "idle-timeout")).toMatchObject({ verdict: "note", facts: { hungUp: false } });
  });
});

describe("a check-up of an empty maildrop", () => {
  it("skips what needs a message, and says so", async () => {
    const empty = await startDemoBench(0);
    try {
      const report = await checkUp({ port: empty.demo.pop3Port });
      for (const check of ["top", "octets", "dot-stuffing", "unique-ids"] as const) {
        expect(finding(report, check)).toMatchObject({
          verdict: "skipped",
          facts: { why: "empty-maildrop" },
        });
      }
      expect(finding(report, "pipelining").verdict).toBe("good");
    } finally {
      await empty.close();
    }
  });
});

describe("a check-up changes nothing", () => {
  it("leaves every octet where it was, and says neither DELE nor QUIT in TRANSACTION", async () => {
    const before = mail();
    const log = new TranscriptLog();
    await checkUp({ ...inPlain(), log });
    expect(mail()).toEqual(before);
    const commands = log.after(0).filter(({ direction }) => direction === "C");
    expect(commands.filter(({ verb }) => verb === "DELE")).toEqual([]);
    expect(commands.filter(({ verb, state }) => verb === "QUIT" && state === "TRANSACTION")).toEqual([]);
  });

  it("retrieves nothing where EXPIRE is 0", async () => {
    bench.demo.control.setFaults({ kind: "capabilities", lines: ["TOP", "UIDL", "USER", "EXPIRE 0"] });
    const log = new TranscriptLog();
    const report = await checkUp({ ...inPlain(), log });
    expect(log.after(0).filter(({ line }) => /^RETR [1-6]$/.test(line))).toEqual([]);
    expect(verdictsOf(report)).toMatchObject({ expire: "warning", top: "good", octets: "skipped" });
  });

  it("unlocks the maildrop at its end", async () => {
    await checkUp(inPlain());
    await expect(checkUp(inPlain())).resolves.toMatchObject({ server: { host: "127.0.0.1" } });
  });
});

describe("no secret is in the report", () => {
  it.each(["USER", "PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "APOP"] as const)(
    "signed in by %s",
    async (mechanism) => {
      const report = JSON.stringify(await checkUp({ ...overTls(), mechanism }));
      for (const form of formsOf(PASSWORD)) expect(report).not.toContain(form);
    },
  );

  it("not even where the server says it back", async () => {
    const echo = `who is ${PASSWORD}? ${Buffer.from(PASSWORD).toString("base64")}`;
    bench.demo.control.setFaults(
      { kind: "refuse", verb: "UIDL", text: echo },
      { kind: "refuse", verb: "RETR", text: echo },
      { kind: "greeting", line: `+OK ${echo}` },
      { kind: "capabilities", lines: ["USER", `IMPLEMENTATION ${echo}`] },
    );
    const report = await checkUp(inPlain());
    expect(finding(report, "greeting").facts["words"]).toContain("who is");
    for (const form of formsOf(PASSWORD)) expect(JSON.stringify(report)).not.toContain(form);
  });

  it("when the login is refused", async () => {
    const report = await checkUp({ ...overTls(), password: "a wrong canary" });
    expect(finding(report, "login")).toMatchObject({ verdict: "bad", facts: { code: "wrong-login" } });
    for (const form of formsOf("a wrong canary")) expect(JSON.stringify(report)).not.toContain(form);
  });
});

describe("a check-up that is given up", () => {
  it("ends, and leaves no session behind", async () => {
    const wanted = new AbortController();
    const work = checkUp({ ...inPlain(), idleMs: 600_000, signal: wanted.signal });
    const stop = bench.demo.control.subscribe((event) => {
      if (event.kind === "command" && event.verb === "RETR") wanted.abort();
    });
    await expect(work).rejects.toMatchObject({ kind: "cancelled" });
    stop();
    wanted.abort();
    await expect(checkUp(inPlain())).resolves.toBeDefined();
  });
});

type Expected = Partial<Record<CheckName, CheckVerdict>>;

describe("a check-up tells each fault of the demo server", () => {
  const CASES: [string, Fault[], Expected][] = [
    [
      "a refusing greeting",
      [{ kind: "greeting", line: "-ERR closed" }],
      { greeting: "bad", login: "skipped" },
    ],
    ["STAT refused", [{ kind: "refuse", verb: "STAT", text: "no" }], { login: "good", stat: "bad" }],
    ["TOP refused", [{ kind: "refuse", verb: "TOP", text: "no" }], { top: "bad", octets: "good" }],
    ["no TOP", [{ kind: "without", verb: "TOP" }], { top: "bad" }],
    ["no UIDL", [{ kind: "without", verb: "UIDL" }], { "unique-ids": "bad", "unique-ids-stable": "skipped" }],
    ["no CAPA", [{ kind: "without", verb: "CAPA" }], { capabilities: "warning", pipelining: "note" }],
    ["no AUTH", [{ kind: "without", verb: "AUTH" }], { login: "good", mechanisms: "warning" }],
    ["a cut in RETR", [{ kind: "cut", verb: "RETR", afterOctets: 40, nth: 1 }], { top: "bad", stat: "good" }],
    ["a cut in LIST", [{ kind: "cut", verb: "LIST", afterOctets: 9, nth: 1 }], { stat: "bad" }],
    ["one unique-id for all", [{ kind: "duplicateUniqueIds" }], { "unique-ids": "bad" }],
    ["bare LF", [{ kind: "bareLf" }], { login: "good", octets: "warning" }],
    [
      "a refused login",
      [{ kind: "refuseLogin", code: "SYS/TEMP", text: "later" }],
      { login: "bad", stat: "skipped" },
    ],
    [
      "capabilities that are lies",
      [{ kind: "capabilities", lines: ["TOP", "UIDL", "USER", "LANG", "LOGIN-DELAY 60"] }],
      { "login-delay": "note", "second-session": "skipped", "response-codes": "note", pipelining: "note" },
    ],
  ];

  it.each(CASES)("%s", async (_, faults, expected) => {
    bench.demo.control.setFaults(...faults);
    expect(verdictsOf(await checkUp(inPlain()))).toMatchObject(expected);
  });

  it("what an attacker put behind STLS", async () => {
    bench.demo.control.setFaults({ kind: "injectAfterStls", octets: "+OK hello\r\n" });
    const report = await checkUp(overStls());
    expect(finding(report, "tls")).toMatchObject({ verdict: "bad", facts: { code: "injection" } });
    expect(finding(report, "login").verdict).toBe("skipped");
  });

  it("no STLS where it is asked for", async () => {
    bench.demo.control.setFaults({ kind: "without", verb: "STLS" });
    const report = await checkUp(overStls());
    expect(finding(report, "tls")).toMatchObject({ verdict: "bad", facts: { code: "no-tls" } });
    expect(finding(report, "plaintext").verdict).toBe("note");
  });

  it("a reply that comes too late", async () => {
    bench.demo.control.setFaults({ kind: "delay", verb: "STAT", delayMs: 60_000 });
    const report = await checkUp({ ...inPlain(), deadlines: { replyMs: 200 } });
    expect(finding(report, "stat")).toMatchObject({ verdict: "bad", facts: { code: "timeout" } });
  });
});

function formsOf(secret: string): string[] {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  return [secret, base64(secret), base64(`\0${USER}\0${secret}`)];
}
