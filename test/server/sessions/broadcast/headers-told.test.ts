import { afterEach, beforeEach, expect, test } from "vitest";
import { nextEvent, startDemoBench, type DemoBench } from "../../../support/gateway/demo-session.ts";

/** So many that reading them takes several times as long as the pause between two tellings of rows on screen. */
const HEADERS = 4_000;

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench(HEADERS);
});
afterEach(() => bench.close());

test("how many headers are read is told twice a second where none of them is on a screen", async () => {
  const session = bench.session();
  let told = 0;
  session.subscribe((event) => (told += event.type === "rows" ? 1 : 0));
  const all = nextEvent(session, "rows", ({ loaded }) => loaded === HEADERS);
  const started = performance.now();
  await session.open();
  await all;
  // The first at once, the last when the half second in which it came is over.
  expect(told).toBeLessThanOrEqual((performance.now() - started) / 500 + 2);
});
