import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RowPage } from "@popgate/shared/api/message";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startShared, USER, type Shared } from "../support/gateway/app-bench.ts";
import { smallMessage } from "../support/gateway/demo-session.ts";

/** Long enough to be found by nothing but itself. */
const LONG_UID = "unique-id-of-the-message-that-came-between";

let shared: Shared;
beforeEach(async () => {
  shared = await startShared();
});
afterEach(async () => {
  await shared.close();
});

async function signIn() {
  const bench = await shared.start();
  const browser = bench.browser();
  const { id } = await browser.signIn();
  return { bench, browser, id };
}

test("read, starred and new outlive a restart with no secret given, and no unique-id is in the file", async () => {
  const before = await signIn();
  await before.browser.send("PATCH", `/mailboxes/${before.id}/messages/m2`, { seen: true });
  await before.browser.send("PATCH", `/mailboxes/${before.id}/messages/m3`, { starred: true });
  await before.bench.close();
  await expect.poll(() => shared.demo.control.isLocked(USER)).toBe(false);
  shared.demo.control.deliver(USER, smallMessage(9), LONG_UID);

  const { browser, id, bench } = await signIn();
  const { items } = await browser.get<RowPage>(`/mailboxes/${id}/messages?order=asc`);
  const uidsOf = (flag: "seen" | "starred" | "isNew") =>
    items.filter((row) => row[flag]).map(({ uid }) => uid);
  expect(uidsOf("seen")).toEqual(["m2"]);
  expect(uidsOf("starred")).toEqual(["m3"]);
  expect(uidsOf("isNew")).toEqual([LONG_UID]);

  await browser.send("PATCH", `/mailboxes/${id}/messages/${LONG_UID}`, { seen: true });
  await bench.close();
  const kept = readdirSync(shared.folder).filter((name) => name.startsWith("popgate."));
  expect(kept).toContain("popgate.sqlite");
  for (const name of kept) {
    expect(readFileSync(join(shared.folder, name)).includes(LONG_UID), name).toBe(false);
  }
});
