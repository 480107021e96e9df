import { expect, test } from "vitest";
import { LYING_SERVERS } from "./world/servers.ts";
import { tellHistories } from "./telling/tell-histories.ts";

/** A few seconds: as many as there are ways to lie. Thousands are told by histories-of-lies. */
const HISTORIES = LYING_SERVERS.length;
/** A machine that runs browsers beside it. */
const TIMEOUT_MS = 120_000;

test(
  "on servers that lie, a few histories remove what was committed and nothing else",
  async () => {
    // As it was told: whoever wants the shortest tells this seed by the soak.
    const telling = { seed: 1, histories: HISTORIES, realm: "lies", isUnshrunk: true } as const;
    const { failure, tally } = await tellHistories(telling);
    expect(failure).toBeUndefined();
    expect(tally.removals).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
