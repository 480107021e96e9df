import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { deadOf, HOSTILE_PAGE, recordedDead } from "../hostile/control/hostile-page.ts";
import { breachesOf, runWall, type Breach } from "../hostile/control/run-wall.ts";
import { CLEANING_ALONE, NO_WALL, SANDBOX_ALONE } from "../hostile/control/walls.ts";
import { CONTROLLED } from "../hostile/corpus.ts";

// A trace of hundreds of frames takes longer than the test.
test.use({ trace: "off", screenshot: "off" });
// One worker: all of it is judged by the same three runs.
test.describe.configure({ mode: "default" });

// Without these, a mail that does nothing would prove nothing.

/** A sixth of those that are dead now: beyond it the page has to be written anew, by `npm run hostile`. */
const MORE_DEAD_ELSEWHERE = 16;

let free: Breach;
let walled: Readonly<Record<string, Breach>>;

test.beforeAll(async () => {
  // A bound for what hangs: some 2,800 mails in a browser take five minutes on two cores, and more than ten on slow ones.
  test.setTimeout(1_800_000);
  free = await runWall(CONTROLLED, NO_WALL);
  walled = {
    cleaning: await runWall(CONTROLLED, CLEANING_ALONE, free.byHand),
    sandbox: await runWall(CONTROLLED, SANDBOX_ALONE, free.byHand),
  };
});

for (const theme of CONTROLLED) {
  test(`${theme.title}: without a wall the canaries sing, and behind each wall alone no script runs`, () => {
    expect(breachesOf(free, theme).length).toBeGreaterThan(theme.mails.length / 3);
    for (const [wall, { ran }] of Object.entries(walled)) {
      expect(
        theme.mails.filter(({ id }) => ran.has(id)),
        wall,
      ).toEqual([]);
    }
  });
}

test("hints to connect and to look up a name are followed without a wall, so that their silence means something", () => {
  const hints = CONTROLLED.flatMap(({ mails }) => mails).filter(({ naive }) =>
    /rel="?(?:preconnect|dns-prefetch)/.test(naive.body.toString("latin1")),
  );
  expect(hints.length).toBeGreaterThan(0);
  expect(hints.map(({ id }) => id).filter((id) => !free.called.has(id))).toEqual([]);
});

test("no more attacks are dead than when docs/hostile-mail.md was written", () => {
  const { version, ids } = recordedDead(readFileSync(HOSTILE_PAGE, "utf8"));
  const dead = CONTROLLED.flatMap((theme) => deadOf(theme, free)).map(({ id }) => id);
  expect(ids.size).toBeGreaterThan(0);
  // Another Chromium may have buried a few more.
  const more = majorOf(version) === majorOf(free.version) ? 0 : MORE_DEAD_ELSEWHERE;
  const buried = dead.filter((id) => !ids.has(id)).join(" ");
  expect(dead.length, `dead now, and not then: ${buried}`).toBeLessThanOrEqual(ids.size + more);
});

function majorOf(version: string): string | undefined {
  return version.split(".")[0];
}
