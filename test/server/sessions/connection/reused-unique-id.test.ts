import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  cutConnection,
  smallMessage,
  startDemoBench,
  USER,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(2);
  session = bench.session();
  await session.open();
});
afterEach(() => bench.close());

const OTHER = Buffer.concat([smallMessage(1), Buffer.from("Not the message that it was.\r\n")]);

/** The server gives the unique-id of one message to another, as after a restored backup. */
async function replaceM1(): Promise<void> {
  await cutConnection(bench, session);
  bench.demo.control.reset(USER);
  bench.demo.control.deliver(USER, OTHER, "m1");
  bench.demo.control.deliver(USER, smallMessage(2), "m2");
}

it("drops a mark for good, even if the connection goes before the other marks are set again", async () => {
  await session.changeMarks({ add: ["m1", "m2"], remove: [] });
  await replaceM1();
  bench.demo.control.setFaults({ kind: "cut", verb: "DELE", afterOctets: 0 });
  await expect(session.refresh()).rejects.toBeDefined();
  bench.demo.control.setFaults();
  await session.refresh();
  expect(session.marks().uids).toEqual(["m2"]);
});

it("marks nothing where a lost line came back with another message under the unique-id that was clicked", async () => {
  await replaceM1();
  expect((await session.changeMarks({ add: ["m1", "m2"], remove: [] })).added).toEqual(["m2"]);
  expect(session.marks().uids).toEqual(["m2"]);
});

it("marks nothing that was clicked on while a reading was under way that brought another message", async () => {
  await replaceM1();
  const read = session.refresh();
  const marks = await session.changeMarks({ add: ["m1", "m2"], remove: [] });
  expect((await read).reused).toEqual(["m1"]);
  expect(marks.added).toEqual(["m2"]);
  expect(session.marks().uids).toEqual(["m2"]);
});

it("tells of a mark that the server refused to set again", async () => {
  await session.changeMarks({ add: ["m1", "m2"], remove: [] });
  await cutConnection(bench, session);
  bench.demo.control.setFaults({ kind: "refuse", verb: "DELE", text: "no", nth: 1 });
  const report = await session.refresh();
  expect(report.lostMarks).toEqual(["m2"]);
  expect(session.marks().uids).toEqual(["m1"]);
});

it("shows the message that is there now, not the one that was read before", async () => {
  expect((await buffer((await session.fetch("m1")).read())).equals(smallMessage(1))).toBe(true);
  await replaceM1();
  await session.refresh();
  expect((await buffer((await session.fetch("m1")).read())).equals(OTHER)).toBe(true);
});
