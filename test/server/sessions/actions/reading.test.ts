import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  ALL_ROWS,
  commandsOf,
  lastSeq,
  nextEvent,
  smallMessage,
  startDemoBench,
  USER,
  withoutSweep,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";
import { startRecordingProxy } from "../../../support/line/recording-proxy.ts";

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(5);
  session = bench.session();
});
afterEach(() => bench.close());

const query = { ...ALL_ROWS, order: "desc" } as const;

/** Ends when every header has been read. */
async function openAndLoad(count: number): Promise<void> {
  const loaded = nextEvent(session, "rows", (event) => event.loaded === count);
  await session.open();
  await loaded;
}

describe("opening a message", () => {
  it("gives the exact bytes that the server holds", async () => {
    await session.open();
    const stored = await session.fetch("m3");
    expect((await buffer(stored.read())).equals(smallMessage(3))).toBe(true);
  });

  it("takes one RETR however many ask, at once or later", async () => {
    await session.open();
    const since = lastSeq(session);
    await Promise.all([session.fetch("m3"), session.fetch("m3"), session.fetch("m3")]);
    await session.fetch("m3");
    expect(withoutSweep(commandsOf(session, since))).toEqual(["RETR 3"]);
  });

  it("says that the server refuses a message, in its words, and keeps its row", async () => {
    await session.open();
    bench.demo.control.setFaults({ kind: "refuse", verb: "RETR", text: "download exceed" });
    await expect(session.fetch("m3")).rejects.toMatchObject({
      code: "message-refused",
      serverText: expect.stringContaining("download exceed"),
    });
    expect(session.rows(ALL_ROWS).items.map(({ uid }) => uid)).toContain("m3");
    await expect(session.fetch("nonsense")).rejects.toMatchObject({ code: "message-gone" });
    expect(session.mailbox().state).toBe("transaction");
  });

  it("keeps nothing of a message whose transfer was cut, and reads it whole the next time", async () => {
    await session.open();
    bench.demo.control.setFaults({ kind: "cut", verb: "RETR", afterOctets: 60 });
    await expect(session.fetch("m3")).rejects.toMatchObject({ kind: "closed" });
    bench.demo.control.setFaults();
    expect((await buffer((await session.fetch("m3")).read())).equals(smallMessage(3))).toBe(true);
  });

  it("gives a marked message though the connection goes while it is marked again", async () => {
    await session.open();
    await session.changeMarks({ add: ["m3"], remove: [] });
    bench.demo.control.setFaults({ kind: "cut", verb: "DELE", afterOctets: 0 });
    expect((await session.fetch("m3")).octets).toBe(smallMessage(3).length);
    expect(session.marks()).toMatchObject({ uids: ["m3"], onServer: false });
  });

  it("tells of progress where it takes long", async () => {
    const big = Buffer.concat([smallMessage(9), Buffer.from(`${"x".repeat(70)}\r\n`.repeat(20_000))]);
    bench.demo.control.deliver(USER, big, "big");
    await session.open();
    const progress = nextEvent(session, "progress");
    await session.fetch("big");
    expect(await progress).toMatchObject({ uid: "big", octets: big.length });
  });
});

describe("the list", () => {
  it("has a row with size for every message before any header was read", async () => {
    bench.demo.control.setFaults({ kind: "delay", verb: "TOP", delayMs: 60_000 });
    await session.open();
    const page = session.rows(query);
    expect(page).toMatchObject({ total: 5, loaded: 0 });
    expect(page.items.every(({ octets, loaded }) => octets !== null && octets > 0 && !loaded)).toBe(true);
  });

  it("fills from the newest down, in the background", async () => {
    await openAndLoad(5);
    expect(session.rows(query).items.map(({ subject }) => subject)).toEqual(
      [5, 4, 3, 2, 1].map((nth) => `Message ${nth}`),
    );
    const tops = commandsOf(session).filter((line) => line.startsWith("TOP"));
    expect(tops).toEqual([5, 4, 3, 2, 1].map((number) => `TOP ${number} 0`));
  });

  it("fills what is on screen first", async () => {
    bench.demo.control.setFaults({ kind: "capabilities", lines: ["TOP", "UIDL", "USER"] });
    // More than the first page has.
    for (let nth = 6; nth <= 60; nth += 1) bench.demo.control.deliver(USER, smallMessage(nth), `m${nth}`);
    const proxy = await startRecordingProxy(bench.demo.host, bench.demo.pop3Port);
    try {
      session = bench.session({ port: proxy.port });
      const loaded = nextEvent(session, "rows", (event) => event.loaded === 60);
      await session.open();
      session.look(["m1", "m2"]);
      await loaded;
      const said = proxy.lines.map(({ line }) => line);
      expect(said).toContain("TOP 1 0");
      expect(said).toContain("TOP 3 0");
      expect(said.indexOf("TOP 1 0")).toBeLessThan(said.indexOf("TOP 3 0"));
    } finally {
      await session.close();
      await proxy.stop();
    }
  });

  it("is filled by RETR where the server has no TOP", async () => {
    bench.demo.control.setFaults({ kind: "without", verb: "TOP" });
    await openAndLoad(5);
    expect(session.rows(query).items[0]).toMatchObject({ subject: "Message 5", loaded: true });
  });

  it("reads a header again that was refused before, when the maildrop is read again", async () => {
    bench.demo.control.setFaults({ kind: "refuse", verb: "TOP", text: "[SYS/TEMP] later", nth: 1 });
    await openAndLoad(5);
    expect(session.rows(query).items[0]).toMatchObject({ uid: "m5", subject: "", loaded: true });
    bench.demo.control.setFaults();
    const loaded = nextEvent(session, "rows", ({ loaded: count }) => count === 5);
    await session.refresh();
    await loaded;
    expect(session.rows(query).items[0]).toMatchObject({ subject: "Message 5" });
  });

  it("works where the server knows no CAPA", async () => {
    bench.demo.control.setFaults({ kind: "without", verb: "CAPA" });
    await openAndLoad(5);
    expect(session.mailbox()).toMatchObject({ capabilities: [], messages: 5 });
  });

  it("works where the server has no UIDL: ids are made from headers, and said to be weak", async () => {
    bench.demo.control.setFaults({ kind: "without", verb: "UIDL" });
    await openAndLoad(5);
    expect(session.mailbox()).toMatchObject({ weakIds: true, messages: 5 });
    const [newest] = session.rows(query).items;
    await session.changeMarks({ add: [newest?.uid ?? ""], remove: [] });
    await session.refresh();
    expect(session.marks().uids).toEqual([newest?.uid]);
  });

  it("tells twins apart", async () => {
    bench.demo.control.setFaults({ kind: "duplicateUniqueIds" });
    await openAndLoad(5);
    expect(session.mailbox().weakIds).toBe(true);
    expect(new Set(session.rows(query).items.map(({ uid }) => uid)).size).toBe(5);
  });

  it("sorts and filters", async () => {
    await openAndLoad(5);
    await session.changeMarks({ add: ["m2", "m4"], remove: [] });
    const uidsOf = (more: object) => session.rows({ ...query, ...more }).items.map(({ uid }) => uid);
    expect(uidsOf({ sort: "subject", order: "asc" })).toEqual(["m1", "m2", "m3", "m4", "m5"]);
    expect(uidsOf({ sort: "date", order: "desc" })).toEqual(["m5", "m4", "m3", "m2", "m1"]);
    expect(uidsOf({ filter: "marked" })).toEqual(["m4", "m2"]);
    expect(uidsOf({ q: "sender3" })).toEqual(["m3"]);
    expect(uidsOf({ offset: 1, limit: 2 })).toEqual(["m4", "m3"]);
  });

  it("is served while the sweep runs: a click does not wait for the headers behind it", async () => {
    const large = await startDemoBench(400);
    try {
      const busy = large.session();
      await busy.open();
      await busy.fetch("m200");
      const said = commandsOf(busy);
      expect(said).toContain("RETR 200");
      expect(said.filter((line) => line.startsWith("TOP")).length).toBeLessThan(400);
    } finally {
      await large.close();
    }
  });
});
