import type { BodySearch } from "@popgate/shared/api/body-search";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  commandsOf,
  cutConnection,
  lastSeq,
  nextEvent,
  startDemoBench,
  USER,
  withoutSweep,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

const LARGE = Buffer.from(
  `Subject: large\r\n\r\nneedle in front\r\n${`${"x".repeat(70)}\r\n`.repeat(20_000)}needle behind\r\n`,
);

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(5);
  bench.demo.control.deliver(USER, Buffer.from("Subject: a\r\n\r\nThe Needle is here.\r\n"), "hit");
  session = bench.session();
});
afterEach(() => bench.close());

const ended = ({ state }: BodySearch) => state === "done" || state === "cancelled";

async function searched(q: string, uids?: string[]): Promise<BodySearch> {
  const over = nextEvent(session, "body-search", ({ search }) => ended(search));
  await session.bulk.bodySearch.start(uids === undefined ? { q } : { q, uids });
  await over;
  return session.bulk.bodySearch.view();
}

describe("a search in bodies", () => {
  it("finds words, tells where, and reads every message once", async () => {
    await session.open();
    const search = await searched("NEEDLE");
    expect(search).toMatchObject({ state: "done", done: 6, total: 6, found: 1, left: 0, isFull: false });
    expect(search.hits).toEqual([
      { uid: "hit", snippet: { before: "a The ", match: "Needle", after: " is here." } },
    ]);
    expect(commandsOf(session).filter((line) => line.startsWith("RETR"))).toHaveLength(6);
  });

  it("sends nothing but RETR and TOP, and leaves marks as they are", async () => {
    await session.open();
    await session.changeMarks({ add: ["m2"], remove: [] });
    const since = lastSeq(session);
    const search = await searched("body");
    expect(search).toMatchObject({ found: 4, left: 1 });
    const said = withoutSweep(commandsOf(session, since));
    expect(said.every((line) => line.startsWith("RETR "))).toBe(true);
    expect(said).not.toContain("RETR 2");
    expect(session.marks()).toMatchObject({ uids: ["m2"], onServer: true });
    expect(bench.uids()).toHaveLength(6);
  });

  it("keeps to what it was told to search", async () => {
    await session.open();
    expect(await searched("body", ["m1", "m3", "gone"])).toMatchObject({ total: 2, found: 2 });
  });

  it("costs nothing for what is cached, and says beforehand what it will cost", async () => {
    await session.open();
    await session.fetch("m1");
    const octets = bench.demo.control.peek(USER).reduce((sum, each) => sum + each.octets, 0);
    const [first] = bench.demo.control.peek(USER);
    const cost = await session.bulk.bodySearchCost(undefined);
    expect(cost).toMatchObject({ messages: 5, cached: 1, octets: octets - (first?.octets ?? 0), left: 0 });
    const since = lastSeq(session);
    const search = await searched("Body of message 1.");
    expect(search).toMatchObject({ done: 6, octets: cost.octets, totalOctets: cost.octets });
    expect(search.hits.map(({ uid }) => uid)).toContain("m1");
    expect(commandsOf(session, since)).not.toContain("RETR 1");
  });

  it("reads of a large message its beginning", async () => {
    bench.demo.control.deliver(USER, LARGE, "large");
    await session.open();
    expect(await session.bulk.bodySearchCost(["large"])).toMatchObject({ messages: 1, beginnings: 1 });
    expect(await searched("needle front", ["large"])).toMatchObject({ found: 1 });
    expect(await searched("needle behind", ["large"])).toMatchObject({ found: 0, left: 0 });
    expect(commandsOf(session)).not.toContain("RETR 7");
  });

  it("goes on over a new connection", async () => {
    await session.open();
    bench.demo.control.setFaults({ kind: "cut", verb: "RETR", afterOctets: 30, nth: 2 });
    const lost = nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === "lost");
    await session.bulk.bodySearch.start({ q: "body" });
    await lost;
    expect(session.bulk.bodySearch.view()).toMatchObject({ state: "waiting" });
    bench.demo.control.setFaults();
    const over = nextEvent(session, "body-search", ({ search }) => ended(search));
    await session.fetch("m1");
    await over;
    expect(session.bulk.bodySearch.view()).toMatchObject({ state: "done", found: 5, left: 0 });
  });

  it("leaves a message on which every connection is lost, and ends", async () => {
    await session.open();
    bench.demo.control.setFaults({ kind: "cut", verb: "RETR", afterOctets: 30 });
    const over = nextEvent(session, "body-search", ({ search }) => ended(search));
    await session.bulk.bodySearch.start({ q: "body", uids: ["m1"] });
    await nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === "lost");
    // Whoever comes back first may lose the connection to it once more.
    await session.top("m2", 0).catch(() => {});
    await over;
    expect(session.bulk.bodySearch.view()).toMatchObject({ state: "done", done: 1, left: 1 });
  });

  it("gives way to a click", async () => {
    const body = Buffer.from(`Subject: x\r\n\r\nbody ${"x".repeat(70)}\r\n`);
    for (let nth = 0; nth < 100; nth += 1) bench.demo.control.deliver(USER, body);
    await session.open();
    const since = lastSeq(session);
    const over = nextEvent(session, "body-search", ({ search }) => ended(search));
    await session.bulk.bodySearch.start({ q: "body" });
    await session.changeMarks({ add: ["m1"], remove: [] });
    expect((await over).search).toMatchObject({ found: 104, left: 1 });
    const said = withoutSweep(commandsOf(session, since));
    expect(said).toHaveLength(1 + 105);
    expect(said.indexOf("DELE 1")).toBeLessThan(80);
  });

  it("is cancelled, and a new one takes the place of the one before it", async () => {
    await session.open();
    bench.demo.control.setFaults({ kind: "delay", verb: "RETR", delayMs: 20 });
    const first = await session.bulk.bodySearch.start({ q: "body" });
    const cancelled = nextEvent(
      session,
      "body-search",
      ({ search }) => search.id === first.id && ended(search),
    );
    const second = await session.bulk.bodySearch.start({ q: "needle" });
    expect((await cancelled).search.state).toBe("cancelled");
    expect(() => session.bulk.bodySearch.cancel(first.id)).toThrow("no such search");
    session.bulk.bodySearch.cancel(second.id);
    expect(session.bulk.bodySearch.view()).toMatchObject({ id: second.id, state: "cancelled" });
    const said = () => commandsOf(session).filter((line) => line.startsWith("RETR")).length;
    const written = said();
    await session.top("m1", 0);
    expect(said()).toBe(written);
  });

  it("fetches large messages as the ones before them were looked through", async () => {
    const body = Buffer.from(`Subject: x\r\n\r\nneedle\r\n${`${"x".repeat(70)}\r\n`.repeat(14_000)}`);
    for (let nth = 0; nth < 6; nth += 1) bench.demo.control.deliver(USER, body);
    await session.open();
    expect(await searched("needle")).toMatchObject({ state: "done", done: 12, found: 7, left: 0 });
  });

  it("leaves what takes too long to look through, and ends", async () => {
    const hasty = new MessageSearcher({ limitMs: -Infinity });
    session = bench.session({ searcher: hasty });
    await session.open();
    await session.fetch("m1");
    // Each costs a thread: one that is cached and one that is fetched.
    const search = await searched("body", ["m1", "m2"]);
    expect(search).toMatchObject({ state: "done", done: 2, found: 0, left: 2 });
    await hasty.close();
  });

  it("is refused where reading may delete", async () => {
    bench.demo.control.setFaults({ kind: "capabilities", lines: ["TOP", "UIDL", "USER", "EXPIRE 0"] });
    await session.open();
    await expect(session.bulk.bodySearch.start({ q: "body" })).rejects.toMatchObject({
      code: "reading-may-delete",
    });
    expect(commandsOf(session).filter((line) => line.startsWith("RETR"))).toEqual([]);
  });

  it("waits while the mailbox is let go, and is over when it is signed out", async () => {
    await session.open();
    await cutConnection(bench, session);
    await session.top("m1", 0);
    bench.demo.control.setFaults({ kind: "delay", verb: "RETR", delayMs: 20 });
    await session.bulk.bodySearch.start({ q: "body" });
    await session.close();
    expect(session.bulk.bodySearch.view().state).toBe("cancelled");
  });
});
