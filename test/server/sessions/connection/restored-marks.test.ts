import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailboxRecord } from "@popgate/server/sessions/keeping/mailbox-record";
import {
  commandsOf,
  nextEvent,
  smallMessage,
  startDemoBench,
  USER,
  withoutSweep,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;
let stored: MailboxRecord | undefined;

beforeEach(async () => {
  bench = await startDemoBench(5);
  stored = undefined;
});
afterEach(() => bench.close());

const written = (record: MailboxRecord): MailboxRecord => JSON.parse(JSON.stringify(record));
const keep = async (record: MailboxRecord) => void (stored = written(record));

/** A process that marked these and ended. */
async function leaveMarked(...add: string[]): Promise<void> {
  const session = bench.session({ keep });
  await session.open();
  await session.changeMarks({ add, remove: [] });
  await session.close();
}

it("begins released, with the marks wanted and nothing on the wire", async () => {
  await leaveMarked("m2", "m4");
  const session = bench.session({ restored: stored });
  expect(session.mailbox()).toMatchObject({
    state: "released",
    messages: 0,
    checkedAt: 0,
    marks: { count: 2, onServer: false },
  });
  expect(session.marks().uids).toEqual(["m2", "m4"]);
  expect(session.mailbox().marks.octets).toBeGreaterThan(0);
  expect(commandsOf(session)).toEqual([]);
});

it("sends the marks again once the maildrop was read and each was found", async () => {
  await leaveMarked("m2", "m4");
  const session = bench.session({ restored: stored });
  await session.fetch("m1");
  const said = withoutSweep(commandsOf(session));
  expect(said.slice(said.indexOf("UIDL"))).toEqual(["UIDL", "DELE 4", "DELE 2", "RETR 1"]);
  expect(session.marks()).toMatchObject({ uids: ["m2", "m4"], onServer: true });
});

it("is read by itself when somebody looks", async () => {
  await leaveMarked("m2");
  const session = bench.session({ restored: stored });
  const read = nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === "transaction");
  session.attend();
  await read;
  expect(session.mailbox()).toMatchObject({ messages: 5, marks: { count: 1, onServer: true } });
  expect(session.marks().uids).toEqual(["m2"]);
});

it("tells of a marked message that is gone, and of nothing that nobody was shown before", async () => {
  await leaveMarked("m2", "m4");
  const other = await bench.raw();
  await other.ask(`USER ${USER}`);
  await other.ask("PASS correct horse battery");
  await other.ask("DELE 2");
  await other.ask("QUIT");
  await other.drop();
  const session = bench.session({ restored: stored, keep });
  const told = nextEvent(session, "refreshed");
  await session.fetch("m1");
  expect((await told).report).toMatchObject({ added: [], removed: [], lostMarks: ["m2"] });
  expect(stored?.marks.map(({ uid }) => uid)).toEqual(["m4"]);
});

it("does not mark another message that came under the same unique-id", async () => {
  await leaveMarked("m2");
  const [mark] = stored?.marks ?? [];
  if (stored === undefined || mark === undefined) throw new Error("nothing was kept");
  const other = { ...stored, marks: [{ ...mark, octets: (mark.octets ?? 0) + 1 }] };
  const session = bench.session({ restored: other });
  const report = await session.refresh();
  expect(report.lostMarks).toEqual(["m2"]);
  expect(commandsOf(session).filter((line) => line.startsWith("DELE"))).toEqual([]);
});

it("is above every revision and generation that a page may remember", async () => {
  await leaveMarked("m2");
  const before = stored?.revision ?? 0;
  const session = bench.session({ restored: stored });
  expect(session.mailbox().marks.revision).toBeGreaterThan(before + 1_000);
  expect(session.mailbox().generation).toBeGreaterThan(1_000);
});

it("marks nothing for a page that shows a reading of an earlier process", async () => {
  const first = bench.session({ keep });
  await first.open();
  await first.changeMarks({ add: ["m2"], remove: [] });
  const { generation } = first.mailbox();
  await first.close();
  const session = bench.session({ restored: stored });
  await expect(session.changeMarks({ add: ["m3"], remove: [], generation })).rejects.toMatchObject({
    code: "list-changed",
  });
  await expect(session.commit(["m2"], generation)).rejects.toMatchObject({ code: "marks-differ" });
  expect(session.marks().uids).toEqual(["m2"]);
  const present = session.mailbox().generation;
  await session.changeMarks({ add: ["m3"], remove: [], generation: present });
  expect(session.marks().uids).toEqual(["m2", "m3"]);
});

it("keeps each change before it is answered", async () => {
  const session = bench.session({ keep });
  await session.open();
  await session.changeMarks({ add: ["m1", "m2"], remove: [] });
  expect(stored?.marks.map(({ uid }) => uid)).toEqual(["m1", "m2"]);
  await session.changeMarks({ add: [], remove: ["m1"] });
  expect(stored?.marks.map(({ uid }) => uid)).toEqual(["m2"]);
  await session.reset();
  expect(stored?.marks).toEqual([]);
});

it("keeps nothing again where no mark has changed", async () => {
  let times = 0;
  const session = bench.session({ keep: async () => void (times += 1) });
  await session.open();
  bench.demo.control.deliver(USER, smallMessage(9), "m9");
  await session.refresh();
  await session.fetch("m9");
  expect(times).toBe(0);
});

it("writes down neither the password nor anything of a message but what knows it again", async () => {
  await leaveMarked("m2");
  expect(JSON.stringify(stored)).not.toContain("battery");
  expect(Object.keys(stored?.marks[0] ?? {})).toEqual(["uid", "octets", "sharedBy"]);
});
