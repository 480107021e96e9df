import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CommitReport, Mailbox, Marks } from "@popgate/shared/api/mailbox";
import type { RowPage } from "@popgate/shared/api/message";
import {
  CANARY,
  errorOf,
  startShared,
  USER,
  type AppBench,
  type Browser,
  type Shared,
} from "../support/gateway/app-bench.ts";

const SECRET = "f4c1d2e3a5b6978869504132abcdef90-test";

let shared: Shared;

beforeEach(async () => {
  shared = await startShared();
});

afterEach(async () => {
  await shared.close();
});

function start(environment: Record<string, string> = { POPGATE_SECRET: SECRET }): Promise<AppBench> {
  return shared.start(environment);
}

/** Signed in and with two messages marked, then stopped. */
async function signInAndStop(
  environment?: Record<string, string>,
): Promise<{ browser: Browser; id: string }> {
  const bench = await start(environment);
  const browser = bench.browser();
  const { id } = await browser.signIn();
  await browser.send("POST", `/mailboxes/${id}/marks`, { add: ["m1", "m3"] });
  await browser.send("PATCH", `/mailboxes/${id}/messages/m2`, { seen: true, starred: true });
  await bench.close();
  return { browser, id };
}

test("the cookie is good after a restart: mailboxes come back with their marks, and a commit removes them", async () => {
  const { browser: before, id } = await signInAndStop();
  await expect.poll(() => shared.demo.control.isLocked(USER)).toBe(false);

  const bench = await start();
  const browser = bench.browser(before.cookie);
  const [mailbox] = (await browser.get<{ items: Mailbox[] }>("/mailboxes")).items;
  expect(mailbox).toMatchObject({ id, user: USER, state: "released", preset: "demo" });
  expect((await browser.get<Marks>(`/mailboxes/${id}/marks`)).uids.toSorted()).toEqual(["m1", "m3"]);

  const page = await bench.page(browser);
  const { keeping } = await page.first("keeping");
  expect(keeping).toEqual({ readState: true, signIns: true, failed: false });
  const event = await page.first("mailbox", (each) => each.mailbox.state === "transaction");
  expect(event.mailbox.messages).toBe(6);
  expect(event.mailbox.marks).toMatchObject({ count: 2, onServer: true });
  expect((await browser.get<Marks>(`/mailboxes/${id}/marks`)).uids.toSorted()).toEqual(["m1", "m3"]);
  expect(bench.uids()).toHaveLength(6);

  const report = await browser.send<CommitReport>("POST", `/mailboxes/${id}/commit`, { uids: ["m1", "m3"] });
  expect([...report.removed].sort()).toEqual(["m1", "m3"]);
  expect(bench.uids()).toEqual(["m2", "m4", "m5", "m6"]);
});

test("without a secret a restart asks to sign in again, and nothing was deleted", async () => {
  const { browser: before, id } = await signInAndStop({});
  const bench = await start({});
  const browser = bench.browser(before.cookie);
  expect((await browser.get<{ items: Mailbox[] }>("/mailboxes")).items).toEqual([]);
  const response = await browser.call("GET", `/mailboxes/${id}`);
  expect(response.status).toBe(401);
  expect((await errorOf(response)).code).toBe("no-session");
  const again = await browser.signIn();
  expect(again).toMatchObject({ messages: 6, marks: { count: 0 } });
  // What was read needs no sign-in to be kept.
  const { items } = await browser.get<RowPage>(`/mailboxes/${again.id}/messages?filter=starred`);
  expect(items).toMatchObject([{ uid: "m2", seen: true }]);
  expect((await (await bench.page(browser)).first("keeping")).keeping.signIns).toBe(false);
});

test("another secret opens nothing that was kept", async () => {
  const { browser: before, id } = await signInAndStop();
  const bench = await start({ POPGATE_SECRET: `${SECRET}-changed` });
  const response = await bench.browser(before.cookie).call("GET", `/mailboxes/${id}`);
  expect(response.status).toBe(401);
  expect((await errorOf(response)).code).toBe("no-session");
});

test("what was signed out does not come back", async () => {
  const first = await start();
  const browser = first.browser();
  const { id } = await browser.signIn();
  await browser.send("DELETE", `/mailboxes/${id}`);
  await first.close();
  const bench = await start();
  expect((await bench.browser(browser.cookie).get<{ items: Mailbox[] }>("/mailboxes")).items).toEqual([]);
});

test("a browser session that expired while the gateway was down is gone", async () => {
  const { browser, id } = await signInAndStop();
  const bench = await start();
  bench.advance(43_200_001);
  expect((await bench.browser(browser.cookie).call("GET", `/mailboxes/${id}`)).status).toBe(401);
});

test("neither password nor cookie, secret or unique-id reaches the disk or the log", async () => {
  const uid = "unique-id-canary-93b1";
  shared.demo.control.deliver(USER, Buffer.from("Subject: x\r\n\r\nbody\r\n"), uid);
  const bench = await start();
  const browser = bench.browser();
  const { id } = await browser.signIn();
  await browser.send("PUT", `/mailboxes/${id}/messages/${uid}/mark`);
  await browser.send("PATCH", `/mailboxes/${id}/messages/${uid}`, { seen: true, starred: true });
  const [cookieId = "", cookieSecret = ""] = (browser.cookie ?? "").replace(/^.*=/, "").split(".");
  // Files of a running gateway: the database's journal is there as well.
  const files = readdirSync(shared.folder, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  const kept = Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))));
  await bench.close();
  expect(kept.includes(cookieId)).toBe(true);
  for (const secret of [CANARY, uid, cookieSecret, SECRET]) {
    for (const trace of [secret, Buffer.from(secret).toString("base64").slice(0, -4)]) {
      expect(kept.includes(trace)).toBe(false);
      expect(bench.log()).not.toContain(trace);
    }
  }
});
