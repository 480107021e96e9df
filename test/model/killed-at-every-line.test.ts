import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cut } from "../support/line/cut-proxy.ts";
import { Person } from "./world/person.ts";
import { World } from "./world/world.ts";

/** Some forty gateways are started, killed and started again. */
const TIMEOUT_MS = 300_000;
const COMMITTED = ["m1", "m3"];

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(() => world.close());

test(
  "mark, commit, reconnect: killed behind every line either way, the next gateway tells what became of it",
  async () => {
    const { lines, gone } = await run();
    expect(gone).toEqual(COMMITTED);
    const outcomes = new Set<string>();
    for (const line of lines) outcomes.add((await run(line)).gone.join());
    expect(outcomes).toEqual(new Set(["", COMMITTED.join()]));
  },
  TIMEOUT_MS,
);

/** One life, one death, and the life after. */
async function run(cut?: Cut): Promise<{ readonly lines: readonly Cut[]; readonly gone: readonly string[] }> {
  const where = cut === undefined ? "not killed" : `killed ${cut.direction} after ${cut.octets} octets`;
  world.begin("sound", 4);
  const ada = new Person(world.gateway.browser());
  await ada.signIn(world.login);
  await ada.readHeaders();
  world.countLines(cut);
  await ada.mark("m1");
  await ada.mark("m3");
  const { report } = await ada.commit();
  const lines = [...world.lineEnds];
  await world.restart(true);
  await ada.moveTo(world.gateway.browser(ada.cookie));
  expect(ada.isSignedIn, `${where}: the sign-in outlives it`).toBe(true);

  const before = world.present().map(({ uid }) => uid);
  const gone = ["m1", "m2", "m3", "m4"].filter((uid) => !before.includes(uid));
  expect([[], COMMITTED], `${where}: all of it is gone or nothing`).toContainEqual(gone);
  const settled = await ada.hearWhile(() => ada.refresh());
  const { unsettled = 0, state } = await ada.mailbox();
  expect({ state, unsettled }, where).toEqual({ state: "transaction", unsettled: 0 });
  expect(
    (await ada.marks()).filter((uid) => !COMMITTED.includes(uid)),
    `${where}: marked, but not asked`,
  ).toEqual([]);
  const told = [...(report?.removed ?? []), ...settled.flatMap(({ removed }) => removed)];
  expect(new Set(told), `${where}: what is gone was told, and nothing else`).toEqual(new Set(gone));
  await ada.signOut();
  expect(
    world.present().map(({ uid }) => uid),
    `${where}: nothing went later`,
  ).toEqual(before);
  return { lines, gone };
}
