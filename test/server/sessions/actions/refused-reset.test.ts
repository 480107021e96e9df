import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import { startDemoBench, unlocked, type DemoBench } from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(4);
  session = bench.session();
  await session.open();
  await session.changeMarks({ add: ["m2"], remove: [] });
  bench.demo.control.setFaults({ kind: "refuse", verb: "RSET", text: "not now" });
});
afterEach(() => bench.close());

it("leaves no mark on the server that a later commit would take along unseen", async () => {
  // RSET is refused, the DELE behind it works: the server now has marks that nobody was shown.
  await expect(session.changeMarks({ add: ["m3"], remove: ["m2"] })).rejects.toMatchObject({ verb: "RSET" });
  bench.demo.control.setFaults();
  const shown = session.marks().uids;
  expect(shown).toEqual(["m2"]);
  const report = await session.commit(shown);
  expect(report.removed).toEqual(["m2"]);
  expect(bench.uids()).toEqual(["m1", "m3", "m4"]);
});

it("still takes all marks back where the person asked for that", async () => {
  await expect(session.reset()).rejects.toMatchObject({ verb: "RSET" });
  expect(session.mailbox()).toMatchObject({ state: "lost", marks: { count: 0 } });
  expect(session.marks().uids).toEqual([]);
  bench.demo.control.setFaults();
  await unlocked(bench);
  await session.refresh();
  expect(session.marks().uids).toEqual([]);
  expect(bench.uids()).toHaveLength(4);
});
