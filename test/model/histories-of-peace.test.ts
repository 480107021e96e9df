import { expect, test } from "vitest";
import { HISTORIES, HISTORIES_TIMEOUT_MS, SEED } from "./telling/run-size.ts";
import { tellHistories } from "./telling/tell-histories.ts";

test(
  "where nothing breaks, every commit removes what it named and every report says so",
  async () => {
    const { failure, tally } = await tellHistories({ seed: SEED, histories: HISTORIES, realm: "peace" });
    expect(failure).toBeUndefined();
    expect(tally.unknowns).toBe(0);
    expect(tally.removals).toBeGreaterThan(HISTORIES / 10);
  },
  HISTORIES_TIMEOUT_MS,
);
