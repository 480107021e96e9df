import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import { MailSession } from "@popgate/server/sessions/mail-session";
import { MailboxState } from "@popgate/server/sessions/state/mailbox-state";
import { nextEvent, TEST_DEADLINES } from "../support/gateway/demo-session.ts";
import { requireDovecot, startDovecot, type Dovecot } from "../support/programs/dovecot.ts";
import { startRecordingProxy, type RecordingProxy } from "../support/line/recording-proxy.ts";
import { TemporaryCache } from "../support/gateway/temporary-cache.ts";

const COUNT = 10_000;
const isAvailable = requireDovecot() !== undefined;

describe.skipIf(!isAvailable)(`a Dovecot maildrop of ${COUNT} messages`, () => {
  let dovecot: Dovecot;
  let proxy: RecordingProxy;
  let cache: TemporaryCache;
  let session: MailSession;

  beforeAll(async () => {
    dovecot = await startDovecot({ users: [{ user: "many", password: "pw", messages: COUNT }] });
  });
  afterAll(() => dovecot.stop());

  beforeEach(async () => {
    proxy = await startRecordingProxy(dovecot.host, dovecot.port);
    cache = new TemporaryCache();
    session = new MailSession({
      mailbox: new MailboxState({
        id: "large",
        account: {
          user: "many",
          server: { host: proxy.host, port: proxy.port, security: "none" },
          mechanism: "auto",
        },
      }),
      secret: () => "pw",
      dial: {},
      deadlines: TEST_DEADLINES,
      cache,
      searcher: new MessageSearcher(),
      releaseAfterMs: 3_600_000,
    });
  });
  afterEach(async () => {
    await session.close();
    await cache.close();
    await proxy.stop();
  });

  const said = () => proxy.lines.map(({ line }) => line);
  const swept = () => nextEvent(session, "mailbox", ({ mailbox }) => mailbox.loaded === COUNT);
  const newest = (limit: number) =>
    session.rows({ offset: 0, limit, sort: "number", order: "desc", q: "", filter: "all" });

  it("has all its rows, with sizes, after one packet of STAT, LIST and UIDL", async () => {
    await session.open();
    const inventory = proxy.lines.filter(({ line }) => /^(?:STAT|LIST|UIDL)/.test(line));
    expect(inventory.map(({ line }) => line)).toEqual(["STAT", "LIST", "UIDL"]);
    expect(new Set(inventory.map(({ packet }) => packet)).size).toBe(1);
    const page = newest(500);
    expect(page.total).toBe(COUNT);
    expect(page.items.every(({ octets, uid }) => octets !== null && uid !== "")).toBe(true);
  });

  it("fills the 50 newest first, and then all the others", async () => {
    const done = swept();
    await session.open();
    await done;
    const tops = said().filter((line) => line.startsWith("TOP "));
    expect(tops.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, index) => `TOP ${COUNT - index} 0`));
    expect(tops).toHaveLength(COUNT);
    expect(newest(500).items.every(({ loaded, subject }) => loaded && subject !== "")).toBe(true);
  });

  it("fills what a person scrolled to before what nobody looks at", async () => {
    const done = swept();
    await session.open();
    const middle = session.rows({
      offset: COUNT / 2,
      limit: 40,
      sort: "number",
      order: "desc",
      q: "",
      filter: "all",
    }).items;
    session.look(middle.map(({ uid }) => uid));
    await done;
    const tops = said().filter((line) => line.startsWith("TOP "));
    const places = middle.map(({ number }) => tops.indexOf(`TOP ${number} 0`));
    expect(places).toHaveLength(40);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThan(COUNT / 2);
  });

  it("serves a click while the sweep runs", async () => {
    const done = swept();
    await session.open();
    const [row] = newest(1).items;
    const stored = await session.fetch(row?.uid ?? "");
    expect(stored.octets).toBe(row?.octets);
    await done;
    const commands = said();
    const click = commands.indexOf(`RETR ${row?.number}`);
    const behind = commands.slice(click).filter((line) => line.startsWith("TOP "));
    expect(click).toBeGreaterThan(0);
    expect(behind.length).toBeGreaterThan(COUNT / 2);
  });
});
