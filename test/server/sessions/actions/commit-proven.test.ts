import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "@popgate/server/demo/faults/fault";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  ALL_ROWS,
  commandsOf,
  lastSeq,
  smallMessage,
  startDemoBench,
  unlocked,
  USER,
  PASSWORD,
  withoutSweep,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

// What QUIT removes is what the server has marked, which is not always what it was told to mark.

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(5);
});
afterEach(() => bench.close());

async function openOn(...faults: Fault[]): Promise<void> {
  bench.demo.control.setFaults(...faults);
  session = bench.session();
  await session.open();
}

const mark = (...add: string[]) => session.changeMarks({ add, remove: [] });

/** What was said since, from login to login, without what the list reads. */
function said(since: number): string[] {
  return withoutSweep(commandsOf(session, since)).filter((line) =>
    /^(?:STAT|LIST|UIDL|DELE|RSET|QUIT)/.test(line),
  );
}

/** Another client signs in beside the session, and removes the message of that number. */
async function expunge(number: number): Promise<void> {
  const other = await bench.raw();
  await other.ask(`USER ${USER}`);
  await other.ask(`PASS ${PASSWORD}`);
  await other.ask(`DELE ${number}`);
  await other.ask("QUIT");
  await other.drop();
}

describe("a server that answers RSET and ignores it", () => {
  it("removes what was committed alone, in a session that never sent RSET", async () => {
    await openOn({ kind: "ignoreRset" });
    await mark("m1", "m2", "m3");
    await session.reset();
    await mark("m5");
    const since = lastSeq(session);
    expect(await session.commit(["m5"])).toMatchObject({ removed: ["m5"], remaining: [], unknown: [] });
    expect(bench.uids()).toEqual(["m1", "m2", "m3", "m4"]);
    const quits = said(since).filter((line) => line === "QUIT");
    expect(quits).toHaveLength(1);
    const lines = said(since);
    expect(lines[lines.indexOf("QUIT") - 1]).toBe("UIDL");
  });
});

describe("a server whose numbers move", () => {
  it("behind DELE loses no message that was not committed", async () => {
    await openOn({ kind: "shiftNumbers" });
    await mark("m1", "m2");
    const report = await session.commit(["m1", "m2"]);
    expect(report).toMatchObject({ removed: ["m1", "m2"], remaining: [] });
    expect(bench.uids()).toEqual(["m3", "m4", "m5"]);
  });

  it("when another client removes something, loses no message that was not committed", async () => {
    await openOn({ kind: "shiftNumbers" }, { kind: "withoutLock" });
    await expunge(1);
    await mark("m3");
    const report = await session.commit(["m3"]);
    expect(report.removed).toEqual(["m3"]);
    expect(bench.uids()).toEqual(["m2", "m4", "m5"]);
  });

  it("and whose unique-ids are numbers is not sent QUIT, and the person is told", async () => {
    await openOn({ kind: "shiftNumbers" }, { kind: "numbersAsUniqueIds" });
    await mark("1", "2");
    await expect(session.commit(["1", "2"])).rejects.toMatchObject({ code: "commit-unproven" });
    expect(commandsOf(session)).not.toContain("QUIT");
    await unlocked(bench);
    expect(bench.uids()).toHaveLength(5);
  });
});

describe("a server that goes on listing what is marked", () => {
  it("is sent QUIT where the session never sent RSET", async () => {
    await openOn({ kind: "listMarked" });
    await mark("m2");
    const since = lastSeq(session);
    expect(await session.commit(["m2"])).toMatchObject({ removed: ["m2"] });
    expect(said(since).slice(0, 2)).toEqual(["UIDL", "QUIT"]);
    expect(bench.uids()).toEqual(["m1", "m3", "m4", "m5"]);
  });

  it("gets a session of its own for QUIT where RSET was sent, which it may have ignored", async () => {
    await openOn({ kind: "listMarked" }, { kind: "ignoreRset" });
    await mark("m1");
    await session.reset();
    await mark("m2");
    const since = lastSeq(session);
    expect(await session.commit(["m2"])).toMatchObject({ removed: ["m2"] });
    // The last word of the first session, then a reading, one DELE, the proof.
    expect(said(since).slice(0, 8)).toEqual([
      "UIDL",
      "RSET",
      "STAT",
      "LIST",
      "UIDL",
      "DELE 2",
      "UIDL",
      "QUIT",
    ]);
    expect(bench.uids()).toEqual(["m1", "m3", "m4", "m5"]);
  });

  it("gets no QUIT where a DELE that it refused may have marked something", async () => {
    await openOn({ kind: "listMarked" });
    bench.demo.control.setFaults(
      { kind: "listMarked" },
      { kind: "refuse", verb: "DELE", text: "try later", nth: 1 },
    );
    await expect(mark("m1")).rejects.toMatchObject({ kind: "refused" });
    await mark("m2");
    const since = lastSeq(session);
    expect(await session.commit(["m2"])).toMatchObject({ removed: ["m2"] });
    expect(said(since).filter((line) => line === "STAT")).toHaveLength(2);
  });
});

describe("where the server names no message", () => {
  it("LIST is the proof", async () => {
    await openOn({ kind: "without", verb: "UIDL" });
    const [first, second] = session.rows(ALL_ROWS).items.map(({ uid }) => uid);
    await mark(second ?? "");
    const since = lastSeq(session);
    expect(await session.commit([second ?? ""])).toMatchObject({ removed: [second] });
    expect(said(since).slice(0, 2)).toEqual(["LIST", "QUIT"]);
    expect(bench.uids()).toEqual(["m1", "m3", "m4", "m5"]);
    expect(first).toBeDefined();
  });

  it("a session is made anew where RSET was ignored", async () => {
    await openOn({ kind: "without", verb: "UIDL" }, { kind: "ignoreRset" });
    const [first = "", second = ""] = session.rows(ALL_ROWS).items.map(({ uid }) => uid);
    await mark(first);
    await session.reset();
    await mark(second);
    expect(await session.commit([second])).toMatchObject({ removed: [second] });
    expect(bench.uids()).toEqual(["m1", "m3", "m4", "m5"]);
  });
});

it("one unique-id for all proves by numbers, and a session that ignored RSET is left", async () => {
  await openOn({ kind: "duplicateUniqueIds" }, { kind: "ignoreRset" });
  await mark("same");
  await session.reset();
  await mark("same 2");
  // Twins keep their marks over a login only together: the one that is left is not surely the same.
  await expect(session.commit(["same 2"])).rejects.toMatchObject({ code: "marks-differ" });
  expect(commandsOf(session)).not.toContain("QUIT");
  expect(bench.uids()).toHaveLength(5);
});

it("a UIDL that is refused proves nothing, and a fresh session is asked", async () => {
  await openOn();
  await mark("m1");
  bench.demo.control.setFaults({ kind: "refuse", verb: "UIDL", text: "not now", nth: 1 });
  const since = lastSeq(session);
  expect(await session.commit(["m1"])).toMatchObject({ removed: ["m1"] });
  expect(said(since).slice(0, 2)).toEqual(["UIDL", "RSET"]);
});

it("a proof that fails twice sends no QUIT, says so, and keeps the marks", async () => {
  await openOn();
  await mark("m1");
  bench.demo.control.setFaults(
    { kind: "refuse", verb: "UIDL", text: "not now", nth: 1 },
    { kind: "refuse", verb: "UIDL", text: "not now", nth: 3 },
  );
  await expect(session.commit(["m1"])).rejects.toMatchObject({ code: "commit-unproven" });
  expect(commandsOf(session)).not.toContain("QUIT");
  expect(session.marks().uids).toEqual(["m1"]);
  expect(session.unsettled()).toEqual([]);
  await unlocked(bench);
  expect(bench.uids()).toHaveLength(5);
});

it("mail that came since is no reason against QUIT", async () => {
  await openOn({ kind: "shiftNumbers" });
  await mark("m5");
  bench.demo.control.deliver(USER, smallMessage(6), "m6");
  const since = lastSeq(session);
  expect(await session.commit(["m5"])).toMatchObject({ removed: ["m5"] });
  expect(said(since).slice(0, 2)).toEqual(["UIDL", "QUIT"]);
  expect(bench.uids()).toEqual(["m1", "m2", "m3", "m4", "m6"]);
});

it("LOGIN-DELAY keeps a session from being made anew: the person is told how long, and nothing goes", async () => {
  await openOn(
    { kind: "ignoreRset" },
    { kind: "capabilities", lines: ["USER", "UIDL", "TOP", "LOGIN-DELAY 900"] },
  );
  await mark("m1");
  await session.reset();
  await mark("m2");
  const refused = await session.commit(["m2"]).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "login-delay" });
  expect(refused).toHaveProperty("retryAfterMs", expect.any(Number));
  expect(commandsOf(session)).not.toContain("QUIT");
  expect(session.marks().uids).toEqual(["m2"]);
  expect(bench.uids()).toHaveLength(5);
});

it("a line that is lost in the proof removes nothing, and leaves no commit open", async () => {
  await openOn();
  await mark("m1");
  bench.demo.control.setFaults({ kind: "cut", verb: "UIDL", afterOctets: 8, nth: 1 });
  await expect(session.commit(["m1"])).rejects.toMatchObject({ code: "closed" });
  expect(commandsOf(session)).not.toContain("QUIT");
  expect(session.unsettled()).toEqual([]);
  expect(session.marks().uids).toEqual(["m1"]);
  expect(bench.uids()).toHaveLength(5);
});
