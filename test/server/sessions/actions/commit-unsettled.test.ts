import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "@popgate/server/demo/faults/fault";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  commandsOf,
  lastSeq,
  nextEvent,
  startDemoBench,
  unlocked,
  USER,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(5);
  session = bench.session();
  await session.open();
  await session.changeMarks({ add: ["m1", "m3"], remove: [] });
});
afterEach(() => bench.close());

const NO_LOGIN = { kind: "refuseLogin", code: "SYS/TEMP", text: "try later" } as const;

/** The commit's own look at the maildrop fails. */
async function commitUnseen(...faults: Fault[]) {
  bench.demo.control.setFaults(NO_LOGIN, ...faults);
  const report = await session.commit(["m1", "m3"]);
  expect(report).toMatchObject({ removed: [], remaining: [], unknown: ["m1", "m3"], freedOctets: 0 });
  bench.demo.control.setFaults();
  return report;
}

describe("a commit after which nobody can sign in", () => {
  it("says that the outcome is unknown, and of which messages", async () => {
    const report = await commitUnseen();
    expect(report.mailbox).toMatchObject({ state: "lost", unsettled: 2 });
    expect(session.unsettled()).toEqual(["m1", "m3"]);
  });

  it("is told truly as soon as the maildrop can be read, whoever reads it", async () => {
    await commitUnseen();
    const told = nextEvent(session, "committed");
    await session.fetch("m2");
    const { report } = await told;
    expect(report).toMatchObject({ removed: ["m1", "m3"], remaining: [], unknown: [] });
    expect(report.freedOctets).toBeGreaterThan(0);
    expect(report.mailbox.unsettled).toBeUndefined();
    expect(session.mailbox()).toMatchObject({ state: "transaction", messages: 3, marks: { count: 0 } });
    expect(session.marks().uids).toEqual([]);
  });

  it("does not tell its own removals as marks lost to another client", async () => {
    await commitUnseen();
    expect(await session.refresh()).toMatchObject({ removed: [], lostMarks: [] });
  });

  it("tells what remained, and keeps it marked", async () => {
    await commitUnseen({ kind: "cutQuit", at: "beforeUpdate" });
    const told = nextEvent(session, "committed");
    await session.refresh();
    expect((await told).report).toMatchObject({ removed: [], remaining: ["m1", "m3"] });
    expect(session.marks()).toMatchObject({ uids: ["m1", "m3"], onServer: true });
  });

  it("tells a mixture as it is", async () => {
    await commitUnseen({ kind: "failUpdate", removes: 1 });
    const told = nextEvent(session, "committed");
    await session.refresh();
    const { report } = await told;
    expect(report.removed).toHaveLength(1);
    expect([...report.removed, ...report.remaining].toSorted()).toEqual(["m1", "m3"]);
    expect(session.marks().uids).toEqual(report.remaining);
  });

  it("stays open while the reading itself breaks, and is told once", async () => {
    await commitUnseen({ kind: "cutQuit", at: "beforeUpdate" });
    const reports: unknown[] = [];
    session.subscribe((event) => {
      if (event.type === "committed") reports.push(event.report);
    });
    // Listed, but the connection breaks before the marks are set again.
    bench.demo.control.setFaults({ kind: "cut", verb: "DELE", afterOctets: 0 });
    await expect(session.refresh()).rejects.toBeDefined();
    expect(session.unsettled()).toEqual(["m1", "m3"]);
    bench.demo.control.setFaults();
    await unlocked(bench);
    await session.refresh();
    await session.refresh();
    expect(reports).toHaveLength(1);
  });
});

describe("the same marks", () => {
  it("are never committed twice: the outcome of the first comes before another QUIT", async () => {
    await commitUnseen();
    const since = lastSeq(session);
    await expect(session.commit(["m1", "m3"])).rejects.toMatchObject({ code: "marks-differ" });
    expect(commandsOf(session, since)).not.toContain("QUIT");
    expect(bench.uids()).toEqual(["m2", "m4", "m5"]);
  });

  it("that remained can be committed again by the person", async () => {
    await commitUnseen({ kind: "cutQuit", at: "beforeUpdate" });
    expect(await session.commit(["m1", "m3"])).toMatchObject({ removed: ["m1", "m3"], unknown: [] });
    expect(bench.uids()).toEqual(["m2", "m4", "m5"]);
  });

  it("are not deleted again under a unique-id that came back with another message", async () => {
    await commitUnseen();
    bench.demo.control.deliver(USER, Buffer.from("Subject: another\r\n\r\nunder an old name\r\n"), "m1");
    await session.refresh();
    expect(session.marks().uids).toEqual([]);
  });
});

describe("a server that delays logins", () => {
  const delaying = (seconds: number) =>
    ({
      kind: "capabilities",
      lines: ["TOP", "UIDL", "USER", "RESP-CODES", `LOGIN-DELAY ${seconds}`],
    }) as const;

  it("is waited for where the delay is short, and the report is complete", async () => {
    bench.demo.control.setFaults(delaying(1));
    await session.refresh();
    const report = await session.commit(["m1", "m3"]);
    expect(report).toMatchObject({ removed: ["m1", "m3"], unknown: [] });
  });

  it("is left alone where it is long: the outcome is unknown until then", async () => {
    bench.demo.control.setFaults(delaying(900));
    await session.refresh();
    const report = await session.commit(["m1", "m3"]);
    expect(report).toMatchObject({ removed: [], unknown: ["m1", "m3"] });
    expect(report.mailbox).toMatchObject({ state: "lost", problem: { code: "login-delay" } });
    const since = lastSeq(session);
    await expect(session.fetch("m2")).rejects.toMatchObject({ code: "login-delay" });
    expect(commandsOf(session, since)).toEqual([]);
  });
});
