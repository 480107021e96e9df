import { afterAll, beforeAll, expect, test } from "vitest";
import { everyCut, startCutRuns, type CutRuns, type Script } from "./cut-runs.ts";

/** Thousands of short runs share two cores with other tests. */
const TIMEOUT_MS = 300_000;
/** A handshake is long and its octets are random: every one would be the same cut again. */
const TLS_STEP_OCTETS = 16;

let plain: CutRuns;
let secure: CutRuns;

beforeAll(async () => {
  plain = await startCutRuns();
  secure = await startCutRuns({ isSecure: true });
});

afterAll(async () => {
  await plain.close();
  await secure.close();
});

const commitTwo: Script = {
  async act(person) {
    await person.mark("m1");
    await person.mark("m3");
    return person.commit();
  },
};

const unmarkOne: Script = {
  before: (person) => person.mark("m1", "m2", "m4"),
  async act(person) {
    await person.unmark("m2");
    return undefined;
  },
};

const openMarked: Script = {
  before: (person) => person.mark("m1", "m2"),
  async act(person) {
    await person.open("m2");
    return undefined;
  },
};

test(
  "sign in, mark, commit, reconnect: cut at every octet either way, all that was committed is gone or nothing is, and the report is true",
  () => cutCommits(plain, 1),
  TIMEOUT_MS,
);

test("the same over TLS, cut every sixteen octets", () => cutCommits(secure, TLS_STEP_OCTETS), TIMEOUT_MS);

test.each([
  ["one of three marks taken back", unmarkOne],
  ["a marked message opened", openMarked],
])(
  "%s: cut at every octet either way, nothing is gone, and no mark appears that nobody set",
  async (_name, script) => {
    const { passed } = await plain.measure(script);
    expect(Math.min(passed.up, passed.down)).toBeGreaterThan(0);
    expect(await plain.runAll(script, everyCut(passed))).toEqual({ removing: 0 });
  },
  TIMEOUT_MS,
);

async function cutCommits(runs: CutRuns, step: number): Promise<void> {
  const { passed, removed } = await runs.measure(commitTwo);
  expect(removed).toBe(2);
  const cuts = everyCut(passed, step);
  const { removing } = await runs.runAll(commitTwo, cuts);
  // Cuts behind QUIT come too late, cuts before it are in time: both happened.
  expect(removing).toBeGreaterThan(0);
  expect(removing).toBeLessThan(cuts.length);
}
