import { afterEach, beforeEach, expect, test } from "vitest";
import { ServerEvent } from "@popgate/shared/api/events";
import { errorOf, startAppBench, type AppBench, type Browser } from "../../support/gateway/app-bench.ts";

let bench: AppBench;
beforeEach(async () => {
  bench = await startAppBench({ messages: 3 });
});
afterEach(() => bench.close());

async function openPage(browser: Browser) {
  const { page } = await browser.send<{ page: string }>("POST", "/event-pages", {});
  const path = `/event-pages/${page}`;
  const poll = async () => {
    const { events } = await browser.send<{ events: string[] }>("POST", `${path}/poll`, {});
    return events.map((text) => ServerEvent.parse(JSON.parse(text)));
  };
  return {
    path,
    poll,
    /** Polls until such an event came. */
    async next(type: ServerEvent["type"]) {
      for (;;) {
        const event = (await poll()).find((each) => each.type === type);
        if (event !== undefined) return event;
      }
    },
    tell: (event: unknown) => browser.call("POST", `${path}/events`, event),
  };
}

test("begins with what the gateway keeps and each mailbox, as the WebSocket does", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const page = await openPage(browser);
  const [first, second] = await page.poll();
  expect(first?.type).toBe("keeping");
  expect(second).toMatchObject({ type: "mailbox", mailbox: { id } });
});

test("a poll waits until something happens, and nothing is told twice or lost between two", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const page = await openPage(browser);
  await page.poll();
  const waiting = page.next("marks");
  await browser.send("POST", `/mailboxes/${id}/marks`, { add: ["m1"] });
  expect(await waiting).toMatchObject({ delta: { added: ["m1"] } });
  await browser.send("POST", `/mailboxes/${id}/marks`, { add: ["m2"] });
  expect(await page.next("marks")).toMatchObject({ delta: { added: ["m2"] } });
});

test("hears what the page tells: a transcript is sent only when it is wanted", async () => {
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const page = await openPage(browser);
  expect((await page.tell({ type: "transcript", mailboxId: id, on: true })).status).toBe(204);
  await browser.send("POST", `/mailboxes/${id}/refresh`);
  expect(await page.next("transcript")).toMatchObject({ mailboxId: id });
  expect((await page.tell({ type: "drop-tables" })).status).toBe(400);
});

test("is for its own browser alone, and a sign-in ends it", async () => {
  const browser = bench.browser();
  await browser.signIn();
  const page = await openPage(browser);
  const stranger = bench.browser();
  await stranger.signIn({ user: bench.demo.user, password: bench.demo.password });
  expect((await stranger.call("POST", `${page.path}/poll`, {})).status).toBe(404);
  expect((await bench.browser().call("POST", `${page.path}/poll`, {})).status).toBe(401);
  const former = bench.browser(browser.cookie);
  await page.poll();
  const waiting = page.poll();
  bench.demo.control.createMailbox({ user: "second", password: "its-own" });
  const second = await browser.signIn({ user: "second", password: "its-own" });
  expect(JSON.stringify(await waiting)).not.toContain(second.id);
  expect((await browser.call("POST", `${page.path}/poll`, {})).status).toBe(404);
  expect((await errorOf(await former.call("POST", "/event-pages", {}))).code).toBe("session-renewed");
});

test("counts among the pages that a browser may have open", async () => {
  const browser = bench.browser();
  await browser.signIn();
  const sockets = await Promise.all(Array.from({ length: 15 }, () => bench.page(browser)));
  await openPage(browser);
  expect((await browser.call("POST", "/event-pages", {})).status).toBe(429);
  for (const socket of sockets) socket.close();
});
