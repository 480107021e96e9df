import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  ALL_ROWS,
  commandsOf,
  cutConnection,
  lastSeq,
  nextEvent,
  smallMessage,
  startDemoBench,
  USER,
  withoutSweep,
  type BenchSessionOptions,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench(4);
});
afterEach(() => bench.close());

/** Soon enough for a test, and longer than any test takes. */
const SOON = [5];
const NEVER = [3_600_000];

async function opened(options: BenchSessionOptions): Promise<MailSession> {
  const session = bench.session(options);
  await session.open();
  return session;
}

const becomes = (session: MailSession, state: string) =>
  nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === state);

describe("a lost session that somebody attends", () => {
  it("comes back by itself, with the marks set again and everything shown kept", async () => {
    const session = await opened({ reconnectWaitsMs: SOON });
    await session.changeMarks({ add: ["m2"], remove: [] });
    const { generation } = session.mailbox();
    session.attend();
    const since = lastSeq(session);
    const back = becomes(session, "transaction");
    await cutConnection(bench, session);
    await back;
    const said = withoutSweep(commandsOf(session, since));
    expect(said.filter((line) => line.startsWith("DELE"))).toEqual(["DELE 2"]);
    expect(session.mailbox()).toMatchObject({ generation, marks: { count: 1, onServer: true } });
    expect(session.marks().uids).toEqual(["m2"]);
  });

  it("shows its rows and marks while it is lost, and says when it tries again", async () => {
    const session = await opened({ reconnectWaitsMs: NEVER });
    await session.changeMarks({ add: ["m2"], remove: [] });
    session.attend();
    await cutConnection(bench, session);
    expect(session.rows(ALL_ROWS).items).toHaveLength(4);
    const { state, marks, problem } = session.mailbox();
    expect({ state, marks }).toMatchObject({ state: "lost", marks: { count: 1, onServer: false } });
    expect(session.marks().uids).toEqual(["m2"]);
    expect(problem?.retryAfterMs).toBeGreaterThan(3_500_000);
    expect(problem?.retryAfterMs).toBeLessThanOrEqual(4_500_000);
  });

  it("tries at once when the person does something", async () => {
    const session = await opened({ reconnectWaitsMs: NEVER });
    session.attend();
    await cutConnection(bench, session);
    await session.changeMarks({ add: ["m1"], remove: [] });
    expect(session.mailbox().state).toBe("transaction");
  });

  it("goes on trying until the server is back", async () => {
    const session = await opened({ reconnectWaitsMs: SOON });
    session.attend();
    const lost: string[] = [];
    const often = nextEvent(session, "mailbox", ({ mailbox }) => {
      if (mailbox.state === "lost") lost.push(mailbox.problem?.code ?? "");
      return lost.length === 4;
    });
    bench.demo.control.setFaults(
      { kind: "cut", verb: "STAT", afterOctets: 0 },
      { kind: "cut", verb: "TOP", afterOctets: 0 },
    );
    await session.top("m1", 0).catch(() => {});
    await often;
    const back = becomes(session, "transaction");
    bench.demo.control.setFaults();
    await back;
  });

  it("tells what another client did meanwhile", async () => {
    const session = await opened({ reconnectWaitsMs: [200] });
    await session.changeMarks({ add: ["m2"], remove: [] });
    session.attend();
    const told = nextEvent(session, "refreshed");
    await cutConnection(bench, session);
    bench.demo.control.deliver(USER, smallMessage(9), "m9");
    const { report } = await told;
    expect(report).toMatchObject({ added: ["m9"], removed: [], lostMarks: [] });
    expect(report.mailbox).toMatchObject({ state: "transaction", messages: 5 });
  });
});

describe("a lost session is left to the person", () => {
  it("while nobody attends, and comes back when somebody does", async () => {
    const session = await opened({ reconnectWaitsMs: SOON });
    await cutConnection(bench, session);
    expect(session.mailbox()).toMatchObject({ state: "lost" });
    expect(session.mailbox().problem?.retryAfterMs).toBeUndefined();
    const back = becomes(session, "transaction");
    session.attend();
    await back;
  });

  it("when the last one stops looking, before it has tried", async () => {
    const session = await opened({ reconnectWaitsMs: NEVER });
    const leave = session.attend();
    await cutConnection(bench, session);
    const told = nextEvent(session, "mailbox");
    leave();
    expect((await told).mailbox.problem?.retryAfterMs).toBeUndefined();
  });

  it("where the password is refused", async () => {
    const session = await opened({ reconnectWaitsMs: SOON });
    session.attend();
    bench.demo.control.setFaults({ kind: "refuseLogin", code: "AUTH", text: "no" });
    await expect(session.refresh()).rejects.toMatchObject({ code: "wrong-login" });
    expect(session.mailbox()).toMatchObject({ state: "lost", problem: { code: "wrong-login" } });
    expect(session.mailbox().problem?.retryAfterMs).toBeUndefined();
  });

  it("where the password cannot be opened any more", async () => {
    let isSealed = false;
    const secret = () => {
      if (isSealed) throw new Error("sealed");
      return "correct horse battery";
    };
    const session = await opened({ reconnectWaitsMs: SOON, secret });
    session.attend();
    isSealed = true;
    await expect(session.refresh()).rejects.toMatchObject({ code: "mailbox-lost" });
    expect(session.mailbox()).toMatchObject({ state: "lost", problem: { code: "mailbox-lost" } });
    expect(session.mailbox().problem?.retryAfterMs).toBeUndefined();
  });
});

it("leaves a server in trouble alone for some seconds", async () => {
  const session = await opened({ reconnectWaitsMs: SOON });
  session.attend();
  bench.demo.control.setFaults({ kind: "refuseLogin", code: "SYS/TEMP", text: "later" });
  await expect(session.refresh()).rejects.toMatchObject({ code: "server-temporary" });
  expect(session.mailbox().problem?.retryAfterMs).toBeGreaterThan(9_000);
});

it("waits out a lock of its own, and leaves one that another client holds", async () => {
  const session = await opened({ reconnectWaitsMs: SOON });
  bench.demo.control.setFaults({ kind: "refuseLogin", code: "IN-USE", text: "locked", times: 1 });
  await session.refresh();
  expect(session.mailbox().state).toBe("transaction");
  const other = bench.session();
  await expect(other.open()).rejects.toMatchObject({ code: "in-use" });
  const refusals = other.transcriptAfter(0).events.filter(({ line }) => line.includes("IN-USE"));
  expect(refusals).toHaveLength(1);
});
