import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import type { MailboxRecord } from "@popgate/server/sessions/keeping/mailbox-record";
import {
  ALL_ROWS,
  commandsOf,
  nextEvent,
  startDemoBench,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

/** Enough that the first one is marked long before its header's turn comes. */
const COUNT = 400;
const OLDEST = { ...ALL_ROWS, limit: 1 };

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(COUNT);
  session = bench.session();
});
afterEach(() => bench.close());

it("reads the header of a message before it is marked, since afterwards nobody can", async () => {
  await session.open();
  await session.changeMarks({ add: ["m1"], remove: [] });
  const said = commandsOf(session);
  expect(said.indexOf("TOP 1 0")).toBe(said.indexOf("DELE 1") - 1);
  expect(session.rows(OLDEST).items[0]).toMatchObject({ subject: "Message 1", marked: true, loaded: true });
});

it("reads the header of one that an earlier process marked before it is marked again", async () => {
  let stored: MailboxRecord | undefined;
  const first = bench.session({ keep: async (record) => void (stored = record) });
  await first.open();
  await first.changeMarks({ add: ["m1"], remove: [] });
  await first.close();
  const again = bench.session({ restored: stored });
  await again.refresh();
  expect(again.rows(OLDEST).items[0]).toMatchObject({ subject: "Message 1", marked: true, loaded: true });
});

it("never makes an empty row of a marked message whose header costs a RETR", async () => {
  bench.demo.control.setFaults({ kind: "without", verb: "TOP" });
  const others = nextEvent(session, "rows", ({ loaded }) => loaded >= COUNT - 1);
  await session.open();
  await session.changeMarks({ add: ["m1"], remove: [] });
  await others;
  expect(session.rows(OLDEST).items[0]).toMatchObject({ uid: "m1", marked: true, loaded: false });

  const all = nextEvent(session, "rows", ({ loaded }) => loaded === COUNT);
  await session.changeMarks({ add: [], remove: ["m1"] });
  await all;
  expect(session.rows(OLDEST).items[0]).toMatchObject({ subject: "Message 1", marked: false, loaded: true });
});

it("does not take the refusal of a marked message for a server without TOP", async () => {
  bench.demo.control.setFaults({ kind: "capabilities", lines: ["UIDL", "USER"] });
  await session.open();
  const others = nextEvent(session, "rows", ({ loaded }) => loaded >= COUNT - 2);
  await session.changeMarks({ add: ["m1", "m2"], remove: [] });
  await others;
  const said = session.transcriptAfter(0).events.map(({ line }) => line);
  expect(said.filter((line) => line.startsWith("RETR"))).toEqual([]);
});

it("reads a thousand headers before many marks at once, and the others when these are taken back", async () => {
  const large = await startDemoBench(3_000);
  const opened = large.session();
  await opened.open();
  await opened.changeMarks({ add: large.uids(), remove: [] });
  expect(opened.mailbox().loaded).toBeGreaterThanOrEqual(1_000);
  expect(opened.mailbox().loaded).toBeLessThan(3_000);
  const all = nextEvent(opened, "rows", ({ loaded }) => loaded === 3_000);
  await opened.reset();
  await all;
  await large.close();
});
