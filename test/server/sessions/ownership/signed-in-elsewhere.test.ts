import type { Elsewhere } from "@popgate/shared/api/mailbox";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startAppBench, type AppBench, type Browser } from "../../../support/gateway/app-bench.ts";

let bench: AppBench;
beforeEach(async () => {
  bench = await startAppBench({ messages: 3 });
  bench.demo.control.createMailbox({ user: "mallory", password: "hers" });
});
afterEach(() => bench.close());

async function takenOver(): Promise<{ browser: Browser; id: string }> {
  const browser = bench.browser();
  const { id } = await browser.signIn({ takeOver: true });
  return { browser, id };
}

function elsewhere(browser: Browser, id: string): Promise<Elsewhere> {
  return browser.get<Elsewhere>(`/mailboxes/${id}/elsewhere`);
}

test("who else is signed in to the account is counted by browsers, and nobody else", async () => {
  const first = bench.browser();
  const { id: firstId } = await first.signIn();
  expect(await elsewhere(first, firstId)).toEqual({ browsers: 0 });
  await bench.browser().signIn({ user: "mallory", password: "hers" });
  expect(await elsewhere(first, firstId)).toEqual({ browsers: 0 });
  const { browser: second, id: secondId } = await takenOver();
  const third = await takenOver();
  expect(await elsewhere(first, firstId)).toEqual({ browsers: 2 });
  expect(await elsewhere(second, secondId)).toEqual({ browsers: 2 });
  await third.browser.send("DELETE", `/mailboxes/${third.id}`);
  expect(await elsewhere(second, secondId)).toEqual({ browsers: 1 });
});

test("signed out elsewhere, a browser has lost its cookie's worth and its page, and nothing was deleted", async () => {
  const first = bench.browser();
  const { id } = await first.signIn();
  await first.send("POST", `/mailboxes/${id}/marks`, { add: ["m1"] });
  const page = await bench.page(first);
  await page.first("mailbox");
  const { browser: second, id: secondId } = await takenOver();
  await second.send("DELETE", `/mailboxes/${secondId}/elsewhere`);
  await page.closed();
  expect((await first.call("GET", `/mailboxes/${id}`)).status).toBe(401);
  expect(await elsewhere(second, secondId)).toEqual({ browsers: 0 });
  expect((await second.call("GET", `/mailboxes/${secondId}`)).status).toBe(200);
  expect(bench.uids()).toHaveLength(3);
});

test("a browser keeps its other mailboxes when one is signed out elsewhere", async () => {
  const first = bench.browser();
  const { id } = await first.signIn();
  const hers = await first.signIn({ user: "mallory", password: "hers" });
  const { browser: second, id: secondId } = await takenOver();
  await second.send("DELETE", `/mailboxes/${secondId}/elsewhere`);
  expect((await first.call("GET", `/mailboxes/${id}`)).status).toBe(404);
  expect((await first.call("GET", `/mailboxes/${hers.id}`)).status).toBe(200);
});
