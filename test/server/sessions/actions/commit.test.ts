import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import type { RefreshReport } from "@popgate/shared/api/mailbox";
import {
  commandsOf,
  cutConnection,
  lastSeq,
  nextEvent,
  smallMessage,
  startDemoBench,
  USER,
  withoutSweep,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(6);
  session = bench.session();
  await session.open();
});
afterEach(() => bench.close());

const mark = (...add: string[]) => session.changeMarks({ add, remove: [] });

describe("a commit", () => {
  it("removes exactly the marked messages, and reports what the maildrop then shows", async () => {
    await mark("m2", "m5");
    const report = await session.commit(["m2", "m5"]);
    expect(bench.uids()).toEqual(["m1", "m3", "m4", "m6"]);
    expect(report).toMatchObject({ removed: ["m2", "m5"], remaining: [], unknown: [] });
    expect(report.freedOctets).toBeGreaterThan(0);
    expect(report.mailbox).toMatchObject({ state: "transaction", messages: 4, marks: { count: 0 } });
    expect(session.marks().uids).toEqual([]);
  });

  it("is one UIDL and nothing but QUIT behind it, then a new login that sends no DELE", async () => {
    await mark("m1");
    const since = lastSeq(session);
    await session.commit(["m1"]);
    const said = withoutSweep(commandsOf(session, since));
    expect(said.filter((line) => line === "QUIT")).toHaveLength(1);
    expect(said.slice(0, 2)).toEqual(["UIDL", "QUIT"]);
    expect(said.filter((line) => line.startsWith("DELE"))).toEqual([]);
  });

  it("is refused, with nothing removed, where the marks are not those that were shown", async () => {
    await mark("m1", "m2");
    await expect(session.commit(["m1"])).rejects.toMatchObject({ code: "marks-differ" });
    await expect(session.commit(["m1", "m2", "m3"])).rejects.toMatchObject({ code: "marks-differ" });
    await expect(session.commit([])).rejects.toMatchObject({ code: "invalid" });
    expect(bench.uids()).toHaveLength(6);
    expect(session.marks().uids).toEqual(["m1", "m2"]);
  });

  it("that names a message twice removes it once, and tells of it once", async () => {
    await mark("m2", "m5");
    const report = await session.commit(["m2", "m5", "m2"]);
    expect(report).toMatchObject({ removed: ["m2", "m5"], remaining: [], unknown: [] });
    expect(bench.uids()).toEqual(["m1", "m3", "m4", "m6"]);
  });

  it("is refused where a marked message turned out to be gone", async () => {
    await mark("m1", "m2");
    await cutConnection(bench, session);
    const other = await bench.raw();
    await other.ask("USER kim");
    await other.ask("PASS correct horse battery");
    await other.ask("DELE 1");
    await other.ask("QUIT");
    await expect(session.commit(["m1", "m2"])).rejects.toMatchObject({ code: "marks-differ" });
    expect(bench.uids()).toContain("m2");
  });

  it("marks again after a lost connection before it sends QUIT", async () => {
    await mark("m4");
    await cutConnection(bench, session);
    const report = await session.commit(["m4"]);
    expect(report.removed).toEqual(["m4"]);
    expect(bench.uids()).toEqual(["m1", "m2", "m3", "m5", "m6"]);
  });

  it("tells every listener the same report", async () => {
    await mark("m3");
    const told = nextEvent(session, "committed");
    const report = await session.commit(["m3"]);
    expect((await told).report).toEqual(report);
  });

  it("is not told as something that happened elsewhere, but new mail that it met is", async () => {
    const refreshed: RefreshReport[] = [];
    session.subscribe((event) => {
      if (event.type === "refreshed") refreshed.push(event.report);
    });
    await mark("m1");
    await session.commit(["m1"]);
    expect(refreshed).toEqual([]);
    bench.demo.control.deliver(USER, smallMessage(9), "m9");
    await mark("m2");
    await session.commit(["m2"]);
    expect(refreshed).toMatchObject([{ added: ["m9"], removed: [], lostMarks: [] }]);
  });

  it("is never told as a lost connection", async () => {
    await mark("m1");
    const states: string[] = [];
    session.subscribe((event) => {
      if (event.type === "mailbox") states.push(event.mailbox.state);
    });
    await session.commit(["m1"]);
    expect(states).not.toContain("lost");
  });

  it("whose QUIT is cut before UPDATE reports that all remain, and keeps the marks", async () => {
    await mark("m1", "m2");
    bench.demo.control.setFaults({ kind: "cutQuit", at: "beforeUpdate" });
    const report = await session.commit(["m1", "m2"]);
    expect(report).toMatchObject({ removed: [], remaining: ["m1", "m2"], unknown: [] });
    expect(session.marks().uids).toEqual(["m1", "m2"]);
    expect(bench.uids()).toHaveLength(6);
  });

  it("whose reply to QUIT is lost reports that all are gone", async () => {
    await mark("m1", "m2");
    bench.demo.control.setFaults({ kind: "cutQuit", at: "beforeReply" });
    const report = await session.commit(["m1", "m2"]);
    expect(report).toMatchObject({ removed: ["m1", "m2"], remaining: [], unknown: [] });
    expect(bench.uids()).toHaveLength(4);
  });

  it("that QUIT answers with -ERR reports which are gone and which are not", async () => {
    await mark("m1", "m2", "m3");
    bench.demo.control.setFaults({ kind: "failUpdate", removes: 1 });
    const report = await session.commit(["m1", "m2", "m3"]);
    expect([...report.removed, ...report.remaining].toSorted()).toEqual(["m1", "m2", "m3"]);
    expect(report.removed).toHaveLength(1);
    expect(bench.uids()).toHaveLength(5);
    for (const uid of report.remaining) expect(bench.uids()).toContain(uid);
  });
});

describe("without a commit nothing leaves the maildrop", () => {
  it("when the person signs out", async () => {
    await mark("m1", "m2");
    await session.close();
    expect(commandsOf(session)).not.toContain("QUIT");
    expect(bench.uids()).toHaveLength(6);
  });

  it("when the mailbox is checked for new mail", async () => {
    await mark("m1");
    const since = lastSeq(session);
    await session.refresh();
    expect(commandsOf(session, since)).not.toContain("QUIT");
    expect(session.marks()).toMatchObject({ uids: ["m1"], onServer: true });
    expect(bench.uids()).toHaveLength(6);
  });

  it("when the connection is lost with marks set", async () => {
    await mark("m1", "m2", "m3");
    await cutConnection(bench, session);
    expect(bench.uids()).toHaveLength(6);
  });
});
