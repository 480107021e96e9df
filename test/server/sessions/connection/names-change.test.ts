import { afterEach, beforeEach, expect, it } from "vitest";
import {
  ALL_ROWS,
  smallMessage,
  startDemoBench,
  USER,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

// A mark is a name until the server has DELE for it. Where names cannot be trusted from one reading to the
// next it is dropped, and the message stays.

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench(4);
});

afterEach(() => bench.close());

it("a server that refuses UIDL this time is asked again later: marks and names stay what they were", async () => {
  const session = bench.session();
  await session.open();
  await session.changeMarks({ add: ["m2"], remove: [] });
  bench.demo.control.setFaults({ kind: "refuse", verb: "UIDL", text: "not now" });
  await expect(session.refresh()).rejects.toMatchObject({ code: "server-temporary" });
  expect(session.mailbox()).toMatchObject({ state: "lost", marks: { count: 1, onServer: false } });
  expect(session.marks().uids).toEqual(["m2"]);
  bench.demo.control.setFaults();
  expect((await session.refresh()).lostMarks).toEqual([]);
  expect((await session.commit(["m2"])).removed).toEqual(["m2"]);
  expect(bench.uids()).toEqual(["m1", "m3", "m4"]);
});

it("twins that may have changed places lose their marks, and nothing is removed in place of another", async () => {
  bench.demo.control.setFaults({ kind: "duplicateUniqueIds" });
  const session = bench.session();
  await session.open();
  const marked = session.mailbox();
  const [, second] = session.rows(ALL_ROWS).items;
  await session.changeMarks({ add: [second?.uid ?? ""], remove: [] });
  bench.demo.control.renumber(USER, 1);
  const report = await session.refresh();
  expect(report.lostMarks).toEqual([second?.uid]);
  expect(report.mailbox.generation).toBeGreaterThan(marked.generation);
  await expect(session.commit([second?.uid ?? ""])).rejects.toMatchObject({ code: "marks-differ" });
  await session.close();
  expect(bench.uids()).toHaveLength(4);
});

it("the marks of twins that were committed do not pass to others that came meanwhile under their names", async () => {
  bench.demo.control.setFaults({ kind: "duplicateUniqueIds" });
  const session = bench.session();
  await session.open();
  const twins = ["same", "same 2", "same 3", "same 4"];
  await session.changeMarks({ add: twins, remove: [] });
  for (let nth = 5; nth <= 8; nth += 1) bench.demo.control.deliver(USER, smallMessage(nth), `m${nth}`);
  expect(await session.commit(twins)).toMatchObject({ removed: [], remaining: [], unknown: twins });
  expect(session.marks().uids).toEqual([]);
  expect(bench.uids()).toEqual(["m5", "m6", "m7", "m8"]);
});
