import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  nextEvent,
  PASSWORD,
  startDemoBench,
  unlocked,
  USER,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(4);
  bench.demo.control.setFaults({ kind: "numbersAsUniqueIds" });
  session = bench.session();
  const read = nextEvent(session, "rows", ({ loaded }) => loaded === 4);
  await session.open();
  await read;
});
afterEach(() => bench.close());

it("a mark on a number passes to no other message of the same size", async () => {
  await session.changeMarks({ add: ["2"], remove: [] });
  // Let go, so that another client gets in.
  await session.handOver();
  await unlocked(bench);
  const other = await bench.raw();
  for (const line of [`USER ${USER}`, `PASS ${PASSWORD}`, "DELE 1", "QUIT"]) await other.ask(line);
  await other.drop();
  const report = await session.takeOver();
  expect(report.lostMarks).toEqual(["2"]);
  expect(session.marks().uids).toEqual([]);
});

it("a mark on a number stays where the message is the same", async () => {
  await session.changeMarks({ add: ["2"], remove: [] });
  expect((await session.refresh()).lostMarks).toEqual([]);
  expect(session.marks()).toMatchObject({ uids: ["2"], onServer: true });
});

it("a commit is not told as undone because another message has moved to the number", async () => {
  await session.changeMarks({ add: ["2"], remove: [] });
  expect(await session.commit(["2"])).toMatchObject({ removed: ["2"], remaining: [], unknown: [] });
  expect(bench.uids()).toEqual(["m1", "m3", "m4"]);
});

it("a commit that removed nothing is told so, under the numbers that the messages still have", async () => {
  bench.demo.control.setFaults({ kind: "numbersAsUniqueIds" }, { kind: "keepAtQuit" });
  await session.changeMarks({ add: ["2"], remove: [] });
  expect(await session.commit(["2"])).toMatchObject({ removed: [], remaining: ["2"], unknown: [] });
  expect(session.marks().uids).toEqual(["2"]);
});
