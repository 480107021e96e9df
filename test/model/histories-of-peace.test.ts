import { expect, test } from "vitest";
import { HISTORIES, HISTORIES_TIMEOUT_MS, seedOfRun } from "./telling/run-size.ts";
import { tellHistories } from "./telling/tell-histories.ts";

test(
  "where nothing breaks, every commit removes what it named and every report says so",
  async () => {
    const seed = seedOfRun();
    console.log(`histories of peace: seed ${seed}`);
    const { failure, tally } = await tellHistories({ seed, histories: HISTORIES, withTrouble: false });
    expect(failure).toBeUndefined();
    expect(tally.unknowns).toBe(0);
    expect(tally.removals).toBeGreaterThan(HISTORIES / 10);
  },
  HISTORIES_TIMEOUT_MS,
);
