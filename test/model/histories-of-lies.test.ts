import { expect, test } from "vitest";
import { HISTORIES, HISTORIES_TIMEOUT_MS, SEED } from "./telling/run-size.ts";
import { tellHistories } from "./telling/tell-histories.ts";

test(
  "whatever a server says of its maildrop, nothing leaves it that nobody committed, and no report claims more than is so",
  async () => {
    const { failure, tally } = await tellHistories({ seed: SEED, histories: HISTORIES, realm: "lies" });
    expect(failure).toBeUndefined();
    expect(tally.removals).toBeGreaterThan(HISTORIES / 20);
    expect(tally.unknowns).toBeGreaterThan(0);
  },
  HISTORIES_TIMEOUT_MS,
);
