import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "@popgate/server/demo/faults/fault";
import {
  commandsOf,
  lastSeq,
  startDemoBench,
  type BenchSessionOptions,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench(4);
});
afterEach(() => bench.close());

/** Commits two of four messages while this goes wrong, and compares the report with the maildrop itself. */
async function commitUnder(faults: readonly Fault[], options: BenchSessionOptions = {}) {
  const session = bench.session(options);
  await session.open();
  await session.changeMarks({ add: ["m1", "m3"], remove: [] });
  bench.demo.control.setFaults(...faults);
  const since = lastSeq(session);
  const report = await session.commit(["m1", "m3"]);
  const left = bench.uids();
  expect(report.unknown).toEqual([]);
  expect(report.removed).toEqual(["m1", "m3"].filter((uid) => !left.includes(uid)));
  expect(report.remaining).toEqual(["m1", "m3"].filter((uid) => left.includes(uid)));
  expect(left).toEqual(expect.arrayContaining(["m2", "m4"]));
  expect(session.marks().uids).toEqual(report.remaining);
  expect(commandsOf(session, since).filter((line) => line === "QUIT")).toHaveLength(1);
  return report;
}

/** Longer than any reply to QUIT of the demo server. */
const OCTETS = Array.from({ length: 48 }, (_, octets) => octets);

describe("a commit tells the truth where the reply to QUIT is cut", () => {
  it.each(OCTETS)("after octet %i of +OK", async (afterOctets) => {
    const report = await commitUnder([{ kind: "cut", verb: "QUIT", afterOctets }]);
    expect(report.removed).toEqual(["m1", "m3"]);
  });

  it.each(OCTETS)("after octet %i of -ERR", async (afterOctets) => {
    const report = await commitUnder([
      { kind: "failUpdate", removes: 1 },
      { kind: "cut", verb: "QUIT", afterOctets },
    ]);
    expect(report.removed).toHaveLength(1);
  });
});

describe("a commit tells the truth where QUIT", () => {
  it("is answered with -ERR and nothing was removed", async () => {
    const report = await commitUnder([{ kind: "failUpdate", removes: 0 }]);
    expect(report.remaining).toEqual(["m1", "m3"]);
  });

  it("is never answered", async () => {
    await commitUnder([{ kind: "delay", verb: "QUIT", delayMs: 600_000 }], { deadlines: { quitMs: 50 } });
  });

  it("is cut before the server enters UPDATE, while it does, and when it has", async () => {
    const kinds = ["beforeUpdate", "beforeReply", "afterReply"] as const;
    for (const at of kinds) {
      await bench.close();
      bench = await startDemoBench(4);
      const report = await commitUnder([{ kind: "cutQuit", at }]);
      expect(report.removed).toHaveLength(at === "beforeUpdate" ? 0 : 2);
    }
  });
});
