import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  commandsOf,
  lastSeq,
  nextEvent,
  smallMessage,
  startDemoBench,
  USER,
  withoutSweep,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

/** More than is read to its end for nobody. */
const LARGE = Buffer.concat([smallMessage(9), Buffer.from(`${"x".repeat(70)}\r\n`.repeat(120_000))]);

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(3);
  bench.demo.control.deliver(USER, LARGE, "large");
  session = bench.session();
  await session.open();
});
afterEach(() => bench.close());

/** Goes away in the middle of the download. */
async function giveUpReading(uid: string): Promise<void> {
  const gone = new AbortController();
  const stop = session.subscribe(({ type }) => {
    if (type === "progress") gone.abort();
  });
  await expect(session.fetch(uid, gone.signal)).rejects.toMatchObject({ kind: "cancelled" });
  stop();
}

describe("a large download that is given up", () => {
  it("costs the connection, not the marks: the next action sets them again", async () => {
    await session.changeMarks({ add: ["m1", "m3"], remove: [] });
    await giveUpReading("large");
    expect(session.mailbox()).toMatchObject({
      state: "lost",
      marks: { count: 2, onServer: false },
    });
    expect(session.marks().uids).toEqual(["m1", "m3"]);
    const since = lastSeq(session);
    await session.fetch("m2");
    const said = withoutSweep(commandsOf(session, since));
    expect(said.slice(said.indexOf("UIDL"))).toEqual(["UIDL", "DELE 3", "DELE 1", "RETR 2"]);
    expect(session.marks()).toMatchObject({ uids: ["m1", "m3"], onServer: true });
    expect(bench.uids()).toHaveLength(4);
  });

  it("of a message that is marked itself leaves it marked", async () => {
    await session.changeMarks({ add: ["m1", "large"], remove: [] });
    await giveUpReading("large");
    expect(session.marks()).toMatchObject({ uids: ["m1", "large"], onServer: false });
    const report = await session.commit(["m1", "large"]);
    expect(report.removed).toEqual(["m1", "large"]);
    expect(bench.uids()).toEqual(["m2", "m3"]);
  });

  it("does not take along what others asked for meanwhile", async () => {
    const others = nextEvent(session, "progress").then(() => session.fetch("m2"));
    await giveUpReading("large");
    await expect(others).resolves.toMatchObject({ octets: smallMessage(2).length });
  });
});
