import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "@popgate/server/demo/faults/fault";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  nextEvent,
  smallMessage,
  startDemoBench,
  USER,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(4);
  session = bench.session();
});
afterEach(() => bench.close());

it("a server that names all anew, and removes nothing behind +OK, is told as unknown", async () => {
  bench.demo.control.setFaults({ kind: "uniqueIdsOfLogin" }, { kind: "keepAtQuit" });
  await session.open();
  const [uid = ""] = bench.stateOf(session).maildrop.messages.map((message) => message.uid);
  await session.changeMarks({ add: [uid], remove: [] });
  expect(await session.commit([uid])).toMatchObject({ removed: [], unknown: [uid], freedOctets: 0 });
  expect(bench.uids()).toHaveLength(4);
});

describe("a server that names all anew, and all was committed", () => {
  async function commitAll(...faults: Fault[]) {
    bench.demo.control.setFaults({ kind: "uniqueIdsOfLogin" }, ...faults);
    await session.open();
    const uids = bench.stateOf(session).maildrop.messages.map((message) => message.uid);
    await session.changeMarks({ add: uids, remove: [] });
    return { uids, report: await session.commit(uids) };
  }

  it("and nothing removed behind +OK: their headers tell, and the report says unknown", async () => {
    const { uids, report } = await commitAll({ kind: "keepAtQuit" });
    expect(report).toMatchObject({ removed: [], unknown: uids });
    expect(bench.uids()).toHaveLength(4);
  });

  it("and removed: mail of the same size that came meanwhile has other headers", async () => {
    const stop = bench.demo.control.subscribe(({ kind }) => {
      if (kind === "updated") bench.demo.control.deliver(USER, smallMessage(9), "m9");
    });
    const { uids, report } = await commitAll();
    stop();
    expect(report).toMatchObject({ removed: uids, unknown: [] });
    expect(bench.uids()).toEqual(["m9"]);
  });
});

describe("QUIT is refused, and the maildrop looks empty", () => {
  it("the report says unknown, and the marks are there when the mail is", async () => {
    await session.open();
    await session.changeMarks({ add: ["m1", "m2"], remove: [] });
    bench.demo.control.setFaults({ kind: "failUpdate", removes: 0 });
    const { control } = bench.demo;
    const stop = control.subscribe(({ kind }) => {
      // In maintenance from the end of this session on.
      if (kind === "released") control.reset(USER);
    });
    const report = await session.commit(["m1", "m2"]);
    stop();
    expect(report).toMatchObject({ removed: [], remaining: [], unknown: ["m1", "m2"] });
    expect(report.mailbox).toMatchObject({ state: "lost", unsettled: 2, marks: { count: 2 } });
    control.setFaults();
    for (const nth of [1, 2, 3, 4]) control.deliver(USER, smallMessage(nth), `m${nth}`);
    const settled = nextEvent(session, "committed");
    await session.refresh();
    expect((await settled).report).toMatchObject({ removed: [], remaining: ["m1", "m2"] });
    expect(session.marks().uids).toEqual(["m1", "m2"]);
  });
});
