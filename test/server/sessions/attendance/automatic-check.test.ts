import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import type { ServerEvent } from "@popgate/shared/api/events";
import {
  commandsOf,
  lastSeq,
  nextEvent,
  smallMessage,
  startDemoBench,
  USER,
  type BenchSessionOptions,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench(3);
});
afterEach(() => bench.close());

const SOON_MS = 30;

async function attended(options: BenchSessionOptions = { checkEveryMs: SOON_MS }): Promise<MailSession> {
  const session = bench.session(options);
  await session.open();
  session.attend();
  return session;
}

/** The next reading of the maildrop has stood the whole way. */
function checked(session: MailSession): Promise<ServerEvent> {
  const { checkedAt } = session.mailbox();
  return nextEvent(
    session,
    "mailbox",
    ({ mailbox }) => mailbox.state === "transaction" && mailbox.checkedAt > checkedAt,
  );
}

it("finds mail that arrived, and tells it", async () => {
  const session = await attended();
  const told = nextEvent(session, "refreshed");
  bench.demo.control.deliver(USER, smallMessage(9), "m9");
  const { report } = await told;
  expect(report).toMatchObject({
    added: ["m9"],
    removed: [],
    mailbox: { state: "transaction", messages: 4 },
  });
});

it("that finds nothing changed leaves the page alone", async () => {
  const session = await attended();
  await session.changeMarks({ add: ["m2"], remove: [] });
  const { generation } = session.mailbox();
  const events: ServerEvent[] = [];
  session.subscribe((event) => events.push(event));
  await checked(session);
  await checked(session);
  expect(events.filter(({ type }) => type === "refreshed")).toEqual([]);
  const states = events.flatMap((event) => (event.type === "mailbox" ? [event.mailbox.state] : []));
  expect(new Set(states)).toEqual(new Set(["transaction"]));
  expect(session.mailbox()).toMatchObject({ generation, marks: { count: 1, onServer: true } });
  expect(session.marks().uids).toEqual(["m2"]);
});

it("answers the truth while it reads, to whoever asks", async () => {
  const session = await attended();
  bench.demo.control.setFaults({ kind: "delay", verb: "STAT", delayMs: 600_000 });
  const since = lastSeq(session);
  await nextEvent(session, "transcript", ({ events }) =>
    events.some(({ line, seq }) => line === "STAT" && seq > since),
  );
  expect(session.mailbox().state).toBe("connecting");
});

it("is told at once when it loses the mailbox", async () => {
  const session = await attended({ checkEveryMs: SOON_MS, reconnectWaitsMs: [3_600_000] });
  bench.demo.control.setFaults({ kind: "refuseLogin", code: "AUTH", text: "no" });
  const { mailbox } = await nextEvent(session, "mailbox", (event) => event.mailbox.state === "lost");
  expect(mailbox.problem?.code).toBe("wrong-login");
});

it("tells what was removed elsewhere, and which numbers have changed", async () => {
  const session = await attended({ checkEveryMs: 300 });
  const told = nextEvent(session, "refreshed");
  bench.demo.control.setFaults({ kind: "cut", verb: "TOP", afterOctets: 0 });
  const { mailbox } = await (async () => {
    const lost = nextEvent(session, "mailbox", (event) => event.mailbox.state === "lost");
    await session.top("m1", 0).catch(() => {});
    return lost;
  })();
  expect(mailbox.state).toBe("lost");
  bench.demo.control.setFaults();
  const other = await bench.raw();
  await other.ask(`USER ${USER}`);
  await other.ask("PASS correct horse battery");
  await other.ask("DELE 1");
  await other.ask("QUIT");
  await other.drop();
  expect((await told).report).toMatchObject({ added: [], removed: ["m1"], renumbered: 2 });
});

it("is not made while nobody attends, nor where the operator has switched it off", async () => {
  const alone = bench.session({ checkEveryMs: SOON_MS });
  await alone.open();
  const { checkedAt } = alone.mailbox();
  alone.attend()();
  await alone.close();
  const off = await attended({ checkEveryMs: 0 });
  const since = lastSeq(off);
  // Long enough for a check that is not switched off to come first.
  const other = await startDemoBench(1);
  const on = other.session({ checkEveryMs: SOON_MS });
  await on.open();
  on.attend();
  await checked(on);
  await checked(on);
  await other.close();
  expect(commandsOf(off, since).filter((line) => line === "STAT")).toEqual([]);
  expect(alone.mailbox().checkedAt).toBe(checkedAt);
});

it("is not made sooner than LOGIN-DELAY allows", async () => {
  bench.demo.control.setFaults({
    kind: "capabilities",
    lines: ["TOP", "UIDL", "USER", "LOGIN-DELAY 900"],
  });
  const session = await attended({ checkEveryMs: 1 });
  const since = lastSeq(session);
  const other = await startDemoBench(1);
  const quick = other.session({ checkEveryMs: SOON_MS });
  await quick.open();
  quick.attend();
  await checked(quick);
  await other.close();
  expect(commandsOf(session, since).filter((line) => line.startsWith("USER"))).toEqual([]);
  expect(session.mailbox().state).toBe("transaction");
});

it("opens a released mailbox when somebody comes back and it is time", async () => {
  const session = bench.session({ checkEveryMs: 1, releaseAfterMs: 20 });
  const released = nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === "released");
  await session.open();
  await released;
  const read = checked(session);
  session.attend();
  await read;
});
