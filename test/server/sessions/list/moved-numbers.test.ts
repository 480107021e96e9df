import { identify, identifyByHeader } from "@popgate/server/maildrop/identify";
import { NumberCheck } from "@popgate/server/sessions/list/number-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  ALL_ROWS,
  commandsOf,
  nextEvent,
  PASSWORD,
  startDemoBench,
  USER,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";
import { openTo } from "../../pop3/opened-client.ts";

// On some servers the messages behind a deleted one move up at once. What is then read by its number is another
// message, and its subject in a row would have somebody mark and commit what they never saw.

/** Enough that most headers are read behind the first DELE. */
const COUNT = 400;

let bench: DemoBench;
let session: MailSession;
beforeEach(async () => {
  bench = await startDemoBench(COUNT);
  session = bench.session();
});
afterEach(() => bench.close());

function wrongRows(): string[] {
  const { items } = session.rows({ ...ALL_ROWS, limit: COUNT });
  return items
    .filter(({ number, loaded, subject }) => loaded && subject !== `Message ${number}`)
    .map(({ uid, subject }) => `${uid}: ${subject}`);
}

test("no row shows the header of another message, and what was not read stays unread", async () => {
  bench.demo.control.setFaults({ kind: "shiftNumbers" });
  await session.open();
  await session.changeMarks({ add: ["m1"], remove: [] });
  await session.changeMarks({ add: ["m5"], remove: [] });
  // A round trip behind whatever was on its way.
  await session.top(`m${COUNT}`, 0).catch(() => {});
  expect(commandsOf(session)).toContain(`UIDL ${COUNT}`);
  expect(wrongRows()).toEqual([]);
  const { items } = session.rows({ ...ALL_ROWS, limit: COUNT });
  expect(items.some(({ loaded }) => !loaded)).toBe(true);
});

test("nor is a message shown under a name whose row could not be read", async () => {
  bench.demo.control.setFaults({ kind: "shiftNumbers" });
  await session.open();
  await session.changeMarks({ add: ["m1"], remove: [] });
  await session.top(`m${COUNT}`, 0).catch(() => {});
  const unread = session.rows({ ...ALL_ROWS, limit: COUNT }).items.find(({ loaded }) => !loaded);
  await expect(session.fetch(unread?.uid ?? "")).rejects.toMatchObject({ code: "other-message" });
  expect(wrongRows()).toEqual([]);
});

test("a server that keeps its numbers is asked once, and all rows are filled", async () => {
  const all = nextEvent(session, "rows", ({ loaded }) => loaded === COUNT);
  await session.open();
  await session.changeMarks({ add: ["m1"], remove: [] });
  await session.changeMarks({ add: ["m2"], remove: [] });
  await all;
  expect(commandsOf(session).filter((line) => /^(?:UIDL|LIST) \d/.test(line))).toEqual([`UIDL ${COUNT}`]);
  expect(wrongRows()).toEqual([]);
});

describe.each([
  ["a server that keeps its numbers", [], true],
  ["one without UIDL that keeps them", [{ kind: "without", verb: "UIDL" }], true],
  ["one whose numbers move", [{ kind: "shiftNumbers" }], false],
  [
    "one whose numbers move, without UIDL",
    [{ kind: "shiftNumbers" }, { kind: "without", verb: "UIDL" }],
    false,
  ],
] as const)("of %s", (_, faults, doStand) => {
  test("it is told what its numbers are worth behind a DELE, and below it nothing is in doubt", async () => {
    bench.demo.control.setFaults(...faults);
    const client = await openTo(bench.demo.pop3Port, { user: USER, password: PASSWORD });
    const { list, uidl } = await client.inventory();
    const maildrop = uidl === undefined ? identifyByHeader(list, new Map()) : identify(list, uidl);
    const numbers = new NumberCheck(client, maildrop, () => false);
    const [first, , third, last] = [1, 2, 3, COUNT].map((number) => maildrop.messages[number - 1]);
    if (first === undefined || third === undefined || last === undefined) throw new Error("no such message");
    expect(await numbers.stands(third)).toBe(true);
    await client.dele([2]);
    expect(await numbers.stands(first)).toBe(true);
    expect(await numbers.stands(third)).toBe(doStand);
    expect(await numbers.stands(last)).toBe(doStand);
    expect(numbers.command()).toBeUndefined();
    client.close("done");
  });
});
