import { expect, test } from "@playwright/test";
import { THEMES } from "../hostile/corpus.ts";
import { breachesOf, runWall } from "../hostile/run-wall.ts";
import { CLEANING_ALONE, NO_WALL, SANDBOX_ALONE } from "../hostile/walls.ts";

// A trace of hundreds of frames takes longer than the test.
test.use({ trace: "off", screenshot: "off" });

// Without these, a mail that does nothing would prove nothing.

// What is too much needs no proof that it would run: its canary is one of those above.
for (const theme of THEMES.filter(({ name }) => name !== "denial")) {
  test(`${theme.title}: without a wall the canaries sing, and each wall alone holds most of them`, async () => {
    const free = breachesOf(await runWall(theme, NO_WALL));
    // Some attacks are dead in this Chromium, and of a frame that is led away the console may lose the last line.
    expect(free.size).toBeGreaterThan(theme.mails.length / 3);
    for (const wall of [CLEANING_ALONE, SANDBOX_ALONE]) {
      expect((await runWall(theme, wall)).ran, wall.name).toEqual(new Set());
    }
  });
}
