import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import { errorOf, startAppBench, type AppBench, type Browser } from "../../support/gateway/app-bench.ts";

const GRACE_MS = 10_000;

let bench: AppBench;
beforeEach(async () => {
  bench = await startAppBench({ messages: 3 });
  bench.demo.control.createMailbox({ user: "mallory", password: "hers" });
});
afterEach(() => bench.close());

/** Mallory signs in, and plants her cookie in Kim's browser. */
async function planted(): Promise<{ mallory: Browser; kim: Browser; hers: Mailbox }> {
  const mallory = bench.browser();
  const hers = await mallory.signIn({ user: "mallory", password: "hers" });
  return { mallory, kim: bench.browser(mallory.cookie), hers };
}

async function idsSeenBy(browser: Browser): Promise<string[]> {
  const { items } = await browser.get<{ items: Mailbox[] }>("/mailboxes");
  return items.map(({ id }) => id);
}

test("who has planted a cookie sees nothing of what is signed in to with it, and soon nothing at all", async () => {
  const { mallory, kim, hers } = await planted();
  const page = await bench.page(mallory);
  const his = await kim.signIn();
  expect(await idsSeenBy(kim)).toEqual([hers.id, his.id]);
  expect(await idsSeenBy(mallory)).toEqual([hers.id]);
  expect((await mallory.call("GET", `/mailboxes/${his.id}`)).status).toBe(404);
  await page.closed();
  expect(JSON.stringify(page.all)).not.toContain(his.id);
  bench.advance(GRACE_MS);
  expect(await idsSeenBy(mallory)).toEqual([]);
  expect((await mallory.call("GET", `/mailboxes/${hers.id}`)).status).toBe(401);
  expect(await idsSeenBy(kim)).toEqual([hers.id, his.id]);
});

test("a replaced cookie changes nothing, not even what it may read", async () => {
  const { mallory, kim, hers } = await planted();
  await kim.signIn();
  const former = mallory.cookie;
  for (const [method, path, body] of [
    ["POST", `/mailboxes/${hers.id}/refresh`, {}],
    ["POST", `/mailboxes/${hers.id}/marks`, { add: ["m1"] }],
    ["DELETE", `/mailboxes/${hers.id}`, {}],
    ["POST", "/mailboxes", { preset: "demo", user: "mallory", password: "hers" }],
  ] as const) {
    const response = await mallory.call(method, path, body);
    expect([path, response.status, (await errorOf(response)).code]).toEqual([path, 409, "session-renewed"]);
    expect(mallory.cookie).toBe(former);
  }
});

test("a sign-in whose body came after the cookie was replaced does not join the session", async () => {
  const { mallory, kim, hers } = await planted();
  const body = JSON.stringify({ preset: "demo", user: "mallory", password: "hers" });
  const headers = {
    cookie: String(mallory.cookie),
    origin: bench.origin,
    "content-type": "application/json",
    "content-length": body.length,
  };
  const late = request(`${bench.base}api/v1/mailboxes`, { method: "POST", headers });
  late.write(body.slice(0, 1));
  // Its headers are read, and its cookie believed, before another request can renew it.
  await mallory.get("/mailboxes");
  const his = await kim.signIn();
  late.end(body.slice(1));
  const [reply] = (await once(late, "response")) as [IncomingMessage];
  reply.resume();
  expect([reply.statusCode, reply.headers["set-cookie"]]).toEqual([409, undefined]);
  expect(await idsSeenBy(kim)).toEqual([hers.id, his.id]);
});

test("a browser that sends a planted cookie before its own is known by its own, once that is the latest", async () => {
  const forged = `popgate=${"A".repeat(22)}.${"A".repeat(43)}`;
  const { mallory, kim, hers } = await planted();
  const his = await kim.signIn();
  const both = bench.browser(`${forged}; ${String(mallory.cookie)}; ${String(kim.cookie)}`);
  expect(await idsSeenBy(both)).toEqual([hers.id, his.id]);
});
