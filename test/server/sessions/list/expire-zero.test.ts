import { afterEach, beforeEach, expect, it } from "vitest";
import { commandsOf, startDemoBench, type DemoBench } from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench();
});
afterEach(() => bench.close());

const retrieved = (session: Parameters<typeof commandsOf>[0]) =>
  commandsOf(session).filter((line) => line.startsWith("RETR "));

it("never retrieves unasked where reading may delete, not even for a header without TOP", async () => {
  bench.demo.control.setFaults(
    { kind: "without", verb: "TOP" },
    { kind: "capabilities", lines: ["UIDL", "USER", "EXPIRE 0"] },
  );
  const session = bench.session();
  await session.open();
  await session.fetch("m1");
  await session.fetch("m2");
  expect(commandsOf(session)).toContain("TOP 6 0");
  expect(retrieved(session)).toEqual(["RETR 1", "RETR 2"]);
});

it("retrieves small messages for their headers where they stay", async () => {
  bench.demo.control.setFaults(
    { kind: "without", verb: "TOP" },
    { kind: "capabilities", lines: ["UIDL", "USER", "EXPIRE 30"] },
  );
  const session = bench.session();
  const read = new Promise<void>((done) => {
    session.subscribe((event) => {
      if (event.type === "mailbox" && event.mailbox.loaded === 6) done();
    });
  });
  await session.open();
  await read;
  expect(retrieved(session)).toHaveLength(6);
});
