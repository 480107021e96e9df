import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  commandsOf,
  cutConnection,
  lastSeq,
  startDemoBench,
  withoutSweep,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";
import type { MarksDelta } from "@popgate/shared/api/mailbox";
import type { MailSession } from "@popgate/server/sessions/mail-session";

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(6);
  session = bench.session();
  await session.open();
});
afterEach(() => bench.close());

const mark = (...add: string[]) => session.changeMarks({ add, remove: [] });
const unmark = (...remove: string[]) => session.changeMarks({ add: [], remove });

describe("marks", () => {
  it("are DELE at once, and delete nothing", async () => {
    const since = lastSeq(session);
    const marks = await mark("m2");
    expect(marks).toMatchObject({ added: ["m2"], removed: [], count: 1, onServer: true });
    expect(withoutSweep(commandsOf(session, since))).toEqual(["DELE 2"]);
    expect(bench.uids()).toHaveLength(6);
  });

  it("are taken back one at a time by RSET and DELE for the others", async () => {
    await mark("m1", "m3", "m5");
    const since = lastSeq(session);
    expect(await unmark("m3")).toMatchObject({ added: [], removed: ["m3"], count: 2 });
    expect(session.marks().uids).toEqual(["m1", "m5"]);
    expect(withoutSweep(commandsOf(session, since))).toEqual(["RSET", "DELE 1", "DELE 5"]);
  });

  it("are all taken back by RSET", async () => {
    await mark("m1", "m2");
    const since = lastSeq(session);
    expect(await session.reset()).toMatchObject({ added: [], removed: "all", count: 0, octets: 0 });
    expect(withoutSweep(commandsOf(session, since))).toEqual(["RSET"]);
  });

  it("need no command where nothing changes", async () => {
    await mark("m1");
    const since = lastSeq(session);
    await mark("m1");
    expect(withoutSweep(commandsOf(session, since))).toEqual([]);
  });

  it("let a marked message be read by RSET, RETR and DELE again", async () => {
    await mark("m2", "m4");
    const since = lastSeq(session);
    const stored = await session.fetch("m2");
    expect(stored.octets).toBeGreaterThan(0);
    expect(withoutSweep(commandsOf(session, since))).toEqual(["RSET", "RETR 2", "DELE 2", "DELE 4"]);
    expect(session.marks()).toMatchObject({ uids: ["m2", "m4"], onServer: true });
  });

  it("are set again where reading a marked message failed", async () => {
    await mark("m2", "m4");
    bench.demo.control.setFaults({ kind: "refuse", verb: "RETR", text: "not now" });
    const since = lastSeq(session);
    await expect(session.fetch("m2")).rejects.toBeDefined();
    expect(withoutSweep(commandsOf(session, since))).toEqual(["RSET", "RETR 2", "DELE 2", "DELE 4"]);
    expect(session.marks()).toMatchObject({ uids: ["m2", "m4"], onServer: true });
  });

  it("go to the server again when the maildrop is read again: a login, the listing, DELE, no QUIT", async () => {
    await mark("m2", "m5");
    const since = lastSeq(session);
    await session.refresh();
    const said = withoutSweep(commandsOf(session, since));
    expect(said.slice(said.indexOf("STAT"))).toEqual(["STAT", "LIST", "UIDL", "DELE 5", "DELE 2"]);
    // Before the login, so that no server takes the old connection's end for a commit.
    expect(said).toContain("RSET");
    expect(said.indexOf("RSET")).toBeLessThan(said.indexOf("STAT"));
    expect(said).not.toContain("QUIT");
  });

  it("stay here when the connection is lost, and go to the server again only after it was re-read", async () => {
    await mark("m2", "m5");
    await cutConnection(bench, session);
    expect(session.mailbox()).toMatchObject({
      state: "lost",
      marks: { count: 2, onServer: false },
    });
    expect(session.marks().uids).toEqual(["m2", "m5"]);
    const since = lastSeq(session);
    const marks = await mark("m6");
    expect(marks).toMatchObject({ added: ["m6"], removed: [], count: 3, onServer: true });
    expect(session.marks().uids).toEqual(["m2", "m5", "m6"]);
    const said = withoutSweep(commandsOf(session, since));
    expect(said).toContain("UIDL");
    expect(said.indexOf("UIDL")).toBeLessThan(said.indexOf("DELE 2"));
    expect(said.filter((line) => line.startsWith("DELE"))).toEqual(["DELE 5", "DELE 2", "DELE 6"]);
  });

  it("follow their message when its number has changed meanwhile", async () => {
    await mark("m5");
    await removeFromOutside("m1");
    const report = await session.refresh();
    expect(report.lostMarks).toEqual([]);
    expect(commandsOf(session).filter((line) => line.startsWith("DELE"))).toEqual(["DELE 5", "DELE 4"]);
  });

  it("tell of a marked message that another client has taken", async () => {
    await mark("m5", "m6");
    await removeFromOutside("m5");
    const report = await session.refresh();
    expect(report.lostMarks).toEqual(["m5"]);
    expect(report.removed).toEqual(["m5"]);
    expect(session.marks().uids).toEqual(["m6"]);
  });

  it("are told to every listener by one event, the same change as the reply", async () => {
    const deltas: MarksDelta[] = [];
    session.subscribe((event) => {
      if (event.type === "marks") deltas.push(event.delta);
    });
    const reply = await session.changeMarks({ add: bench.uids(), remove: [] });
    expect(deltas).toEqual([reply]);
    await session.changeMarks({ add: ["m1"], remove: [] });
    expect(deltas).toHaveLength(1);
  });

  it("are summed up by no event before what changed of them was told", async () => {
    const { revision } = await mark("m1", "m2");
    let told = revision;
    session.subscribe((event) => {
      if (event.type === "marks") told = event.delta.revision;
      if (event.type === "mailbox") expect(event.mailbox.marks.revision).toBe(told);
      if (event.type === "refreshed") expect(event.report.mailbox.marks.revision).toBe(told);
    });
    await session.fetch("m2");
    await cutConnection(bench, session);
    await session.refresh();
    expect(told).toBeGreaterThan(revision);
  });
});

/** Another client removes a message while our session does not hold the lock. */
async function removeFromOutside(uid: string): Promise<void> {
  await cutConnection(bench, session);
  const number = bench.uids().indexOf(uid) + 1;
  const other = await bench.raw();
  await other.ask("USER kim");
  await other.ask("PASS correct horse battery");
  await other.ask(`DELE ${number}`);
  await other.ask("QUIT");
  await other.drop();
}
