import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Mailbox } from "@popgate/shared/api/mailbox";
import type { Message } from "@popgate/shared/api/message";
import {
  errorOf,
  startAppBench,
  USER,
  type AppBench,
  type Browser,
} from "../../../support/gateway/app-bench.ts";

/** More than stays in memory, so that it lies in a temporary file. */
const LARGE = Buffer.concat([
  Buffer.from("Subject: Large\r\n\r\n"),
  Buffer.from(`${"x".repeat(70)}\r\n`.repeat(30_000)),
]);
const TOO_LARGE = Buffer.concat([LARGE, LARGE]);

let folder: string;
let bench: AppBench;
let browser: Browser;
let mailbox: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "popgate-test-data-"));
  const environment = { POPGATE_DATA_DIR: folder, POPGATE_MAX_MESSAGE: String(LARGE.length) };
  bench = await startAppBench({ messages: 1, environment });
  bench.demo.control.deliver(USER, LARGE, "large");
  bench.demo.control.deliver(USER, TOO_LARGE, "too-large");
  browser = bench.browser();
  mailbox = `/mailboxes/${(await browser.signIn()).id}`;
});

afterEach(async () => {
  await bench.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What evicting a message, or a cleaner of temporary files, does behind the back of whoever holds it. */
function removeFiles(): void {
  const files = readdirSync(join(folder, "cache"));
  expect(files).not.toEqual([]);
  for (const name of files) rmSync(join(folder, "cache", name));
}

test("a message over the limit is refused as too large, and the session lives on", async () => {
  const response = await browser.call("GET", `${mailbox}/messages/too-large`);
  expect(response.status).toBe(413);
  expect(await errorOf(response)).toMatchObject({ code: "too-large", retryable: false });
  expect((await browser.get<Mailbox>(mailbox)).state).toBe("transaction");
});

test("a message whose file went is read from the server once more", async () => {
  const path = `${mailbox}/messages/large`;
  const first = await browser.get<Message>(path);
  removeFiles();
  expect(await browser.get<Message>(path)).toEqual(first);
  removeFiles();
  const raw = await browser.call("GET", `${path}/raw`);
  expect(Buffer.from(await raw.arrayBuffer()).equals(LARGE)).toBe(true);
});

test("a download that the browser gives up leaves no reader behind", async () => {
  const gone = new AbortController();
  const response = await fetch(`${bench.base}api/v1${mailbox}/messages/large/raw`, {
    headers: { cookie: browser.cookie ?? "" },
    signal: gone.signal,
  });
  await response.body?.getReader().read();
  gone.abort();
  // The next one has the file to itself and is whole.
  const raw = await browser.call("GET", `${mailbox}/messages/large/raw`);
  expect(Buffer.from(await raw.arrayBuffer()).equals(LARGE)).toBe(true);
  expect(bench.log()).not.toContain("unexpected error");
});
