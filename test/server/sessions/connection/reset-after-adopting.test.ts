import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailboxRecord } from "@popgate/server/sessions/keeping/mailbox-record";
import { cutConnection, startDemoBench, type DemoBench } from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench(4);
});
afterEach(() => bench.close());

it("a reset takes back also what another gateway kept of the marks, and the next connection brought here", async () => {
  let kept: MailboxRecord | undefined;
  const acquire = async () => {
    if (kept !== undefined) bench.stateOf(session).adoptRecord(kept);
    kept = undefined;
  };
  const session = bench.session({ lease: { acquire, release: async () => {} } });
  await session.open();
  await session.changeMarks({ add: ["m2", "m3"], remove: [] });
  const elsewhere = bench.stateOf(session).record();
  await cutConnection(bench, session);
  kept = elsewhere;
  expect(await session.reset()).toMatchObject({ count: 0, removed: "all", onServer: true });
  await expect(session.commit(["m2", "m3"])).rejects.toMatchObject({ code: "marks-differ" });
  await session.changeMarks({ add: ["m1"], remove: [] });
  expect(session.marks().uids).toEqual(["m1"]);
  expect((await session.commit(["m1"])).removed).toEqual(["m1"]);
  expect(bench.uids()).toEqual(["m2", "m3", "m4"]);
});
