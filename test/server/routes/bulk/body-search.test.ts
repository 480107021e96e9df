import type { BodySearch, BodySearchCost } from "@popgate/shared/api/body-search";
import { afterAll, beforeAll, expect, test } from "vitest";
import { errorOf, startAppBench, type AppBench, type Browser } from "../../../support/gateway/app-bench.ts";

let bench: AppBench;
let browser: Browser;
let path: string;

beforeAll(async () => {
  bench = await startAppBench({ messages: 4 });
  browser = bench.browser();
  path = `/mailboxes/${(await browser.signIn()).id}/body-search`;
});
afterAll(() => bench.close());

test("nothing was searched before anybody asked", async () => {
  expect((await browser.call("GET", path)).status).toBe(404);
});

test("tells its cost, then searches, and every page hears of what it finds", async () => {
  const cost = await browser.send<BodySearchCost>("POST", `${path}/cost`, {});
  expect(cost).toMatchObject({ messages: 4, cached: 0, beginnings: 0, left: 0 });
  const page = await bench.page(browser);
  const job = await browser.send<BodySearch>("POST", path, { q: "message 3", uids: ["m1", "m3"] });
  const { search } = await page.first("body-search", (event) => event.search.state === "done");
  expect(search).toMatchObject({ id: job.id, done: 2, total: 2, found: 1 });
  const told = page.all.flatMap((event) => (event.type === "body-search" ? event.search.hits : []));
  expect(told.map(({ uid }) => uid)).toEqual(["m3"]);
  expect((await browser.get<BodySearch>(path)).hits).toEqual(told);
  expect((await browser.call("DELETE", `${path}/${job.id}`)).status).toBe(204);
});

test("refuses what is no search", async () => {
  for (const body of [{}, { q: " " }, { q: "x".repeat(201) }]) {
    expect((await browser.call("POST", path, body)).status).toBe(400);
  }
  expect((await browser.call("DELETE", `${path}/another`)).status).toBe(404);
});

test("is refused with a code of its own where reading may delete", async () => {
  bench.demo.control.setFaults({ kind: "capabilities", lines: ["TOP", "UIDL", "USER", "EXPIRE 0"] });
  await browser.send("POST", path.replace("body-search", "refresh"));
  const response = await browser.call("POST", path, { q: "x" });
  expect([response.status, (await errorOf(response)).code]).toEqual([409, "reading-may-delete"]);
});
