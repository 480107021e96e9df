import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ServerEvent } from "@popgate/shared/api/events";
import type { RowPage } from "@popgate/shared/api/message";
import { CANARY, startAppBench, type AppBench, type Browser } from "../../support/gateway/app-bench.ts";

type EventOf<Type extends ServerEvent["type"]> = Extract<ServerEvent, { type: Type }>;

interface Page {
  readonly events: ServerEvent[];
  next<Type extends ServerEvent["type"]>(
    type: Type,
    isIt?: (event: EventOf<Type>) => boolean,
  ): Promise<EventOf<Type>>;
  send(event: unknown): void;
  closed(): Promise<number>;
  close(): Promise<void>;
}

let bench: AppBench;

beforeEach(async () => {
  bench = await startAppBench();
});

afterEach(() => bench.close());

function connect(cookie: string | undefined, origin: string | undefined): WebSocket {
  const url = `${bench.base.replace("http", "ws")}api/v1/events`;
  return new WebSocket(url, {
    headers: cookie === undefined ? {} : { cookie },
    ...(origin ? { origin } : {}),
  });
}

async function openPage(browser: Browser): Promise<Page> {
  const socket = connect(browser.cookie, bench.origin);
  const events: ServerEvent[] = [];
  const listeners = new Set<() => void>();
  let closeCode: number | undefined;
  socket.on("message", (data: Buffer) => {
    events.push(ServerEvent.parse(JSON.parse(data.toString())));
    for (const listener of listeners) listener();
  });
  socket.on("close", (code) => (closeCode = code));
  await once(socket, "open");
  return {
    events,
    next: (type, isIt = () => true) =>
      new Promise((resolve) => {
        const look = () => {
          // The type was compared; TypeScript does not carry that into the generic.
          const found = events.find((event) => event.type === type && isIt(event as never));
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found as never);
        };
        listeners.add(look);
        look();
      }),
    send: (event) => socket.send(typeof event === "string" ? event : JSON.stringify(event)),
    closed: async () => closeCode ?? ((await once(socket, "close"))[0] as number),
    close: async () => {
      socket.close();
      await once(socket, "close");
    },
  };
}

/** The status with which an upgrade was refused. */
function refusal(cookie: string | undefined, origin: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(cookie, origin);
    socket.once("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.once("open", () => reject(new Error("it was upgraded")));
    socket.on("error", () => {});
  });
}

test("begins with the whole truth about each mailbox", async () => {
  const browser = bench.browser();
  const kim = await browser.signIn();
  const other = await browser.signIn({ user: bench.demo.user, password: bench.demo.password });
  const page = await openPage(browser);
  await page.next("mailbox", ({ mailbox }) => mailbox.id === kim.id);
  await page.next("mailbox", ({ mailbox }) => mailbox.id === other.id);
  await page.close();
});

test("keeps two pages of one browser in step: marks, flags, a commit and a sign-out", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const pages = [await openPage(browser), await openPage(browser)];
  const all = <Value>(see: (page: Page) => Promise<Value>) => Promise.all(pages.map(see));

  await browser.send("POST", `/mailboxes/${id}/marks`, { add: ["m1", "m2"] });
  const seen = await all((page) => page.next("marks", ({ delta }) => delta.count === 2));
  expect(seen[0]).toEqual(seen[1]);

  await browser.send("PATCH", `/mailboxes/${id}/messages/m3`, { starred: true });
  await all((page) =>
    page.next("rows", ({ rows }) => rows.some(({ uid, starred }) => uid === "m3" && starred)),
  );

  await browser.send("POST", `/mailboxes/${id}/commit`, { uids: ["m1", "m2"] });
  const [report] = await all((page) => page.next("committed"));
  expect([...(report?.report.removed ?? [])].sort()).toEqual(["m1", "m2"]);

  await browser.call("DELETE", `/mailboxes/${id}`);
  await all((page) => page.next("closed", ({ mailboxId }) => mailboxId === id));
  await Promise.all(pages.map((page) => page.close()));
});

test("a sign-in makes every page come back with the new cookie, which then shows the new mailbox", async () => {
  const browser = bench.browser();
  await browser.signIn();
  const former = browser.cookie;
  const pages = [await openPage(browser), await openPage(browser)];
  const other = await browser.signIn({ user: bench.demo.user, password: bench.demo.password });
  expect(await Promise.all(pages.map((page) => page.closed()))).toEqual([4001, 4001]);
  expect(JSON.stringify(pages.map(({ events }) => events))).not.toContain(other.id);
  expect(await refusal(former, bench.origin)).toBe(409);
  const page = await openPage(browser);
  await page.next("mailbox", ({ mailbox }) => mailbox.id === other.id);
  await page.close();
});

test("tells the rows that are on a page's screen", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const page = await openPage(browser);
  const { items } = await browser.get<RowPage>(`/mailboxes/${id}/messages?limit=3`);
  page.send({ type: "viewport", mailboxId: id, uids: items.map(({ uid }) => uid) });
  await page.next("rows", ({ rows }) => rows.some(({ uid, loaded }) => uid === "m6" && loaded));
  await page.close();
});

test("sends the transcript only to the page that asked, and no password in it", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn({ mechanism: "USER" });
  const [asking, silent] = [await openPage(browser), await openPage(browser)];
  asking.send({ type: "transcript", mailboxId: id, on: true });
  // The reply to a viewport comes after the wish was read.
  asking.send({ type: "viewport", mailboxId: id, uids: ["m1"] });
  await asking.next("rows");
  await browser.send("POST", `/mailboxes/${id}/refresh`);
  await asking.next("transcript", ({ events }) => events.some(({ line }) => line.startsWith("PASS")));
  await silent.next("refreshed");
  expect(silent.events.some(({ type }) => type === "transcript")).toBe(false);
  expect(JSON.stringify([...asking.events, ...silent.events])).not.toContain(CANARY);
  await Promise.all([asking.close(), silent.close()]);
});

test("upgrades only the gateway's own page, and only for a browser session", async () => {
  const browser = bench.browser();
  await browser.signIn();
  for (const origin of [undefined, "https://evil.example", "null", `${bench.origin}0`, "file://"]) {
    expect(await refusal(browser.cookie, origin)).toBe(403);
  }
  expect(await refusal(undefined, bench.origin)).toBe(401);
  expect(await refusal("popgate=forged", bench.origin)).toBe(401);
});

test("refuses more pages than a browser has tabs", async () => {
  const browser = bench.browser();
  await browser.signIn();
  const pages = await Promise.all(Array.from({ length: 16 }, () => openPage(browser)));
  expect(await refusal(browser.cookie, bench.origin)).toBe(429);
  await pages[0]?.close();
  await expect.poll(async () => (await openPage(browser).catch(() => undefined)) !== undefined).toBe(true);
});

test.each([
  ["no JSON", "{"],
  ["an unknown event", { type: "drop-tables" }],
  ["more rows than fit a screen", { type: "viewport", mailboxId: "x", uids: Array<string>(201).fill("u") }],
])("hangs up on %s", async (_, event) => {
  const browser = bench.browser();
  await browser.signIn();
  const page = await openPage(browser);
  page.send(event);
  expect(await page.closed()).toBe(1008);
});

test("hangs up on a message larger than any event", async () => {
  const browser = bench.browser();
  await browser.signIn();
  const page = await openPage(browser);
  page.send("x".repeat(65 * 1024));
  expect(await page.closed()).toBe(1009);
});

test("ignores a mailbox of another browser", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const stranger = bench.browser();
  await stranger.signIn({ user: bench.demo.user, password: bench.demo.password });
  const page = await openPage(stranger);
  page.send({ type: "transcript", mailboxId: id, on: true });
  page.send({ type: "viewport", mailboxId: id, uids: ["m1"] });
  await page.next("mailbox");
  await browser.send("PUT", `/mailboxes/${id}/messages/m1/mark`);
  const own = await stranger.get<{ items: { id: string }[] }>("/mailboxes");
  const path = `/mailboxes/${own.items[0]?.id ?? ""}`;
  const { items } = await stranger.get<RowPage>(`${path}/messages?limit=1`);
  await stranger.send("POST", `${path}/marks`, { add: [items[0]?.uid] });
  await page.next("marks", ({ mailboxId }) => mailboxId === own.items[0]?.id);
  expect(JSON.stringify(page.events)).not.toContain(id);
  await page.close();
});

test("closes a page when its browser session ends, and when the gateway stops", async () => {
  const browser = bench.browser();
  await browser.signIn();
  const expired = await openPage(browser);
  bench.advance(43_200_001);
  await browser.call("GET", "/mailboxes");
  expect(await expired.closed()).toBe(1008);

  const another = await startAppBench();
  const previous = bench;
  bench = another;
  const second = another.browser();
  await second.signIn();
  const page = await openPage(second);
  const closing = page.closed();
  bench = previous;
  await another.close();
  expect(await closing).toBe(1001);
});
