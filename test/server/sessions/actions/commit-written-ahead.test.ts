import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailboxRecord } from "@popgate/server/sessions/keeping/mailbox-record";
import {
  commandsOf,
  lastSeq,
  nextEvent,
  startDemoBench,
  unlocked,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench(4);
});
afterEach(() => bench.close());

/** As a store gives it back. */
const written = (record: MailboxRecord): MailboxRecord => JSON.parse(JSON.stringify(record));

it("is written down before QUIT is sent, and crossed out before it is answered", async () => {
  const kept: { pending: boolean; hasQuit: boolean }[] = [];
  const session = bench.session({
    keep: async ({ pending }) => {
      kept.push({ pending: pending !== undefined, hasQuit: commandsOf(session).includes("QUIT") });
    },
  });
  await session.open();
  await session.changeMarks({ add: ["m2"], remove: [] });
  await session.commit(["m2"]);
  expect(kept).toEqual([
    { pending: false, hasQuit: false },
    { pending: true, hasQuit: false },
    { pending: false, hasQuit: true },
  ]);
});

it("knows after a crash what became of a commit whose QUIT was sent", async () => {
  let stored: MailboxRecord | undefined;
  const session = bench.session({ keep: async (record) => void (stored = written(record)) });
  await session.open();
  await session.changeMarks({ add: ["m2", "m3"], remove: [] });
  bench.demo.control.setFaults(
    { kind: "failUpdate", removes: 1 },
    { kind: "refuseLogin", code: "SYS/TEMP", text: "later" },
  );
  await session.commit(["m2", "m3"]);
  bench.demo.control.setFaults();

  const next = bench.session({ restored: stored });
  expect(next.mailbox()).toMatchObject({ state: "released", unsettled: 2 });
  expect(next.unsettled()).toEqual(["m2", "m3"]);
  const told = nextEvent(next, "committed");
  await next.refresh();
  const { report } = await told;
  expect(report.removed).toHaveLength(1);
  expect([...report.removed, ...report.remaining].toSorted()).toEqual(["m2", "m3"]);
  expect(next.marks().uids).toEqual(report.remaining);
});

it("removes nothing where the process ended between the writing and QUIT", async () => {
  let dying: (() => void) | undefined;
  let stored: MailboxRecord | undefined;
  const died = new Promise<void>((resolve) => (dying = resolve));
  const session = bench.session({
    keep: async (record) => {
      stored = written(record);
      if (record.pending === undefined) return;
      dying?.();
      await new Promise(() => {});
    },
  });
  await session.open();
  await session.changeMarks({ add: ["m2"], remove: [] });
  const committed = session.commit(["m2"]);
  await died;
  const closed = session.close();

  await unlocked(bench);
  const next = bench.session({ restored: stored });
  const told = nextEvent(next, "committed");
  const since = lastSeq(next);
  await next.refresh();
  expect((await told).report).toMatchObject({ removed: [], remaining: ["m2"], unknown: [] });
  expect(commandsOf(next, since)).not.toContain("QUIT");
  expect(bench.uids()).toContain("m2");
  expect(next.marks().uids).toEqual(["m2"]);
  await next.close();
  await Promise.all([closed, committed.catch(() => {})]);
  expect(commandsOf(session)).not.toContain("QUIT");
  expect(bench.uids()).toHaveLength(4);
});

it("is called off where the line is lost before QUIT: nothing is removed, and nothing is unknown", async () => {
  let stored: MailboxRecord | undefined;
  const session = bench.session({
    keep: async (record) => {
      stored = written(record);
      if (record.pending === undefined) return;
      const lost = nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === "lost");
      await Promise.all([bench.demo.close(), lost]);
    },
  });
  await session.open();
  await session.changeMarks({ add: ["m2"], remove: [] });
  await expect(session.commit(["m2"])).rejects.toMatchObject({ code: "closed" });
  expect(commandsOf(session)).not.toContain("QUIT");
  expect(stored?.pending).toBeUndefined();
  expect(session.mailbox().unsettled).toBeUndefined();
  expect(session.marks().uids).toEqual(["m2"]);
  expect(bench.uids()).toHaveLength(4);
});

it("goes on where the store fails", async () => {
  const session = bench.session({ keep: () => Promise.reject(new Error("the store is away")) });
  await session.open();
  expect(await session.changeMarks({ add: ["m1"], remove: [] })).toMatchObject({ added: ["m1"] });
  expect(await session.commit(["m1"])).toMatchObject({ removed: ["m1"] });
});
