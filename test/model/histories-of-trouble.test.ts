import { expect, test } from "vitest";
import { HISTORIES, HISTORIES_TIMEOUT_MS, SEED } from "./telling/run-size.ts";
import { tellHistories } from "./telling/tell-histories.ts";

test(
  "whatever people do and whatever breaks, nothing leaves the maildrop that nobody committed, and what is told is true",
  async () => {
    const { failure, tally } = await tellHistories({ seed: SEED, histories: HISTORIES, realm: "trouble" });
    expect(failure).toBeUndefined();
    // A model that nothing ever happens to proves nothing.
    expect(tally.removals).toBeGreaterThan(HISTORIES / 20);
    expect(tally.troubles).toBeGreaterThan(HISTORIES);
    expect(tally.unknowns).toBeGreaterThan(0);
    expect(tally.restarts).toBeGreaterThan(0);
    expect(tally.survivals).toBeGreaterThan(0);
    expect(tally.releases).toBeGreaterThan(0);
  },
  HISTORIES_TIMEOUT_MS,
);
