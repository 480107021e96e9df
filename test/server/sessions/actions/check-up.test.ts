import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  commandsOf,
  cutConnection,
  lastSeq,
  PASSWORD,
  startDemoBench,
  unlocked,
  USER,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench();
});
afterEach(() => bench.close());

describe("a session's check-up", () => {
  it("lets its own connection go, and comes back with its marks", async () => {
    const session = bench.session();
    await session.open();
    await session.changeMarks({ add: ["m2", "m5"], remove: [] });
    const report = await session.checkUp({});
    expect(report.findings.find(({ check }) => check === "login")?.verdict).toBe("good");
    expect(session.mailbox()).toMatchObject({
      state: "transaction",
      marks: { count: 2, onServer: true },
    });
    expect(session.marks().uids).toEqual(["m2", "m5"]);
    expect(bench.uids()).toHaveLength(6);
    expect(await session.commit(["m2", "m5"])).toMatchObject({ removed: ["m2", "m5"] });
  });

  it("says only at its end what is marked: no mark is on a connection of the check-up", async () => {
    const session = bench.session();
    await session.open();
    await session.changeMarks({ add: ["m1"], remove: [] });
    await session.checkUp({});
    const commands = commandsOf(session);
    expect(commands.filter((line) => line.startsWith("DELE"))).toEqual(["DELE 1", "DELE 1"]);
    expect(commands.lastIndexOf("RETR 100005")).toBeLessThan(commands.lastIndexOf("DELE 1"));
    expect(commands.indexOf("DELE 1")).toBeLessThan(commands.indexOf("CAPA", commands.indexOf("DELE 1")));
  });

  it("stands in the transcript with a cause of its own, and without the password", async () => {
    const session = bench.session();
    await session.open();
    await session.checkUp({});
    const { events } = session.transcriptAfter(0);
    expect(events.filter(({ causeId }) => causeId?.startsWith("check-up")).length).toBeGreaterThan(20);
    expect(JSON.stringify(events)).not.toContain(PASSWORD);
  });

  it("is made of a lost mailbox too, where it is needed most", async () => {
    const session = bench.session();
    await session.open();
    await cutConnection(bench, session);
    bench.demo.control.setFaults({ kind: "refuseLogin", code: "SYS/TEMP", text: "later" });
    const report = await session.checkUp({});
    expect(report.findings.find(({ check }) => check === "login")).toMatchObject({
      verdict: "bad",
      facts: { code: "server-temporary" },
    });
    expect(session.mailbox()).toMatchObject({ state: "lost", problem: { code: "server-temporary" } });
  });

  const CANCELLED = { code: "cancelled" };

  it("ends when the person signs out", async () => {
    const session = bench.session();
    await session.open();
    await Promise.all([
      expect(session.checkUp({ idleSeconds: 600 })).rejects.toMatchObject(CANCELLED),
      said(session, /^RETR 100005/).then(() => session.close()),
    ]);
    await unlocked(bench);
  });

  it("ends when another browser session takes the mailbox over", async () => {
    const session = bench.session();
    await session.open();
    await Promise.all([
      expect(session.checkUp({ idleSeconds: 600 })).rejects.toMatchObject(CANCELLED),
      said(session, /^RETR 100005/).then(() => session.handOver()),
    ]);
    await expect(session.checkUp({})).rejects.toMatchObject({ code: "taken-over" });
    await unlocked(bench);
  });

  it.each(["close", "handOver"] as const)(
    "never begins if it is ended (%s) while it waits for the lease",
    async (end) => {
      let isSlow = false;
      let obtain: (() => void) | undefined;
      const slowly = () => new Promise<void>((resolve) => (obtain = resolve));
      const session = bench.session({
        lease: { acquire: () => (isSlow ? slowly() : Promise.resolve()), release: async () => {} },
      });
      await session.open();
      isSlow = true;
      const checked = session.checkUp({});
      await expect.poll(() => obtain).toBeDefined();
      const since = lastSeq(session);
      const ended = session[end]();
      obtain?.();
      await Promise.all([expect(checked).rejects.toMatchObject(CANCELLED), ended]);
      expect(commandsOf(session, since)).toEqual([]);
      expect(session.mailbox().state).toBe("released");
      if (end === "handOver") expect(session.mailbox().problem?.code).toBe("taken-over");
    },
  );

  it("waits for the server's idle time-out only as long as nobody wants the mailbox", async () => {
    const session = bench.session();
    await session.open();
    const checked = session.checkUp({ idleSeconds: 600 });
    await idling(session);
    // Read, marked and looked at: each waits for a reconnect, and not for ten minutes.
    const [message, marks, report] = await Promise.all([
      session.fetch("m1"),
      session.changeMarks({ add: ["m2"], remove: [] }),
      checked,
    ]);
    expect(message.octets).toBeGreaterThan(0);
    expect(marks).toMatchObject({ added: ["m2"], count: 1, onServer: true });
    expect(report.findings.find(({ check }) => check === "idle-timeout")).toMatchObject({
      verdict: "note",
      facts: { measured: false, why: "mailbox-used", atLeastSeconds: 0 },
    });
    expect(report.findings.filter(({ facts }) => facts["why"] === "time-over")).toEqual([]);
  });

  it("does not begin to idle where somebody waits already, and makes all its other checks", async () => {
    const session = bench.session();
    await session.open();
    const [report] = await Promise.all([session.checkUp({ idleSeconds: 600 }), session.fetch("m1")]);
    expect(report.findings.find(({ check }) => check === "idle-timeout")).toMatchObject({
      verdict: "skipped",
      facts: { why: "mailbox-used" },
    });
    expect(report.findings.find(({ check }) => check === "no-such-message")?.verdict).toBe("good");
  });

  it("comes back when nobody waits for the report any more", async () => {
    const session = bench.session();
    await session.open();
    const waiting = new AbortController();
    await Promise.all([
      expect(session.checkUp({ idleSeconds: 600 }, waiting.signal)).rejects.toMatchObject(CANCELLED),
      said(session, /^RETR 100005/).then(() => waiting.abort()),
    ]);
    expect(session.mailbox().state).toBe("transaction");
  });
});

/** Waits until the session's transcript has such a command. */
function said(session: ReturnType<DemoBench["session"]>, wanted: RegExp): Promise<void> {
  return new Promise((done) => {
    const stop = bench.demo.control.subscribe(() => {
      if (!commandsOf(session).some((line) => wanted.test(line))) return;
      stop();
      done();
    });
  });
}

/** Waits until the check-up has signed in for the last time, to say nothing. */
async function idling(session: ReturnType<DemoBench["session"]>): Promise<void> {
  await said(session, /^RETR 100005/);
  await new Promise<void>((done) => {
    const stop = bench.demo.control.subscribe(() => {
      const commands = commandsOf(session);
      const signedIn = commands.findLastIndex((line) => /^(?:PASS|AUTH|APOP)/.test(line));
      if (signedIn < commands.findLastIndex((line) => line.startsWith("RETR 100005"))) return;
      if (!bench.demo.control.isLocked(USER)) return;
      stop();
      done();
    });
  });
}
