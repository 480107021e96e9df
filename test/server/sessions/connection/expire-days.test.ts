import { afterEach, beforeEach, expect, it } from "vitest";
import { startDemoBench, type DemoBench } from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench(1);
});
afterEach(() => bench.close());

it.each([
  ["EXPIRE 0", 0],
  ["EXPIRE 30", 30],
  ["EXPIRE 7 USER", 7],
  ["EXPIRE NEVER", undefined],
  ["EXPIRE soon", undefined],
  ["RESP-CODES", undefined],
])("a server that announces %s keeps read mail for %s days, as far as is told", async (line, days) => {
  bench.demo.control.setFaults({ kind: "capabilities", lines: ["TOP", "UIDL", "USER", line] });
  const session = bench.session();
  await session.open();
  expect(session.mailbox().expireDays).toBe(days);
});
