import { expect, test } from "vitest";
import { tellHistory } from "./telling/tell-history.ts";
import { World } from "./world/world.ts";

/** Before each deed the rows are looked at some hundred times for headers that never come. */
const TIMEOUT_MS = 120_000;

// On a busy machine headers come late, so a mark may be set on a row that shows nothing yet: whether the
// message that another client then removes was the one that was meant, nobody can say.
test(
  "a mark on a row without a header is no lost wish once its message is gone",
  async () => {
    const world = await World.start();
    const trouble = undefined;
    const told = await tellHistory(world, {
      server: "without-headers",
      messages: 1,
      steps: [
        { kind: "deed", who: 0, deed: { kind: "mark", picks: [0] }, trouble },
        { kind: "look-away", who: 0 },
        { kind: "other-client", pick: 1 },
        { kind: "deed", who: 0, deed: { kind: "refresh" }, trouble },
      ],
    });
    await world.close();
    expect(told).toMatchObject({ done: 2, refused: 0, releases: 1 });
  },
  TIMEOUT_MS,
);
