import { afterEach, beforeEach, expect, test } from "vitest";
import type { CommitReport, Marks, MarksDelta } from "@popgate/shared/api/mailbox";
import type { RowPage } from "@popgate/shared/api/message";
import {
  errorOf,
  startAppBench,
  USER,
  type AppBench,
  type Browser,
} from "../../../support/gateway/app-bench.ts";
import { smallMessage } from "../../../support/gateway/demo-session.ts";

// A page shows one reading of the maildrop and speaks to a gateway that knows a later one. Some servers
// give a unique-id away again: what the person points at is then another message, with the same name.

let bench: AppBench;
let browser: Browser;
let path: string;
/** Of the rows that a page still shows, in which m1 is the first message. */
let stale: number;
/** Of the same size as the first one. */
const OTHER = Buffer.from(smallMessage(1).toString().replace("Body of message 1", "Another message!!"));

beforeEach(async () => {
  bench = await startAppBench();
  browser = bench.browser();
  const { id } = await browser.signIn();
  path = `/mailboxes/${id}`;
  stale = (await browser.get<RowPage>(`${path}/messages`)).generation;
  // In another tab m1 is committed; then another message comes under its unique-id.
  await browser.send("PUT", `${path}/messages/m1/mark`);
  await browser.send<CommitReport>("POST", `${path}/commit`, { uids: ["m1"] });
  bench.demo.control.deliver(USER, OTHER, "m1");
  await browser.send("POST", `${path}/refresh`);
});

afterEach(() => bench.close());

const marked = async () => (await browser.get<Marks>(`${path}/marks`)).uids;
const present = async () => (await browser.get<RowPage>(`${path}/messages`)).generation;

test("the two messages cannot be told apart by name and size", () => {
  expect(OTHER.length).toBe(smallMessage(1).length);
});

test("a mark from a page of before is refused, and marks nothing", async () => {
  const response = await browser.call("PUT", `${path}/messages/m1/mark?generation=${stale}`);
  expect(response.status).toBe(409);
  expect((await errorOf(response)).code).toBe("list-changed");
  expect(await marked()).toEqual([]);
});

test("a page that shows the new one marks it", async () => {
  const url = `${path}/messages/m1/mark?generation=${await present()}`;
  expect((await browser.send<MarksDelta>("PUT", url)).added).toEqual(["m1"]);
  expect(await marked()).toEqual(["m1"]);
});

test("of many, those are marked that are still what was shown", async () => {
  const change = { add: ["m1", "m2", "m3"], generation: stale };
  expect((await browser.send<MarksDelta>("POST", `${path}/marks`, change)).added).toEqual(["m2", "m3"]);
  expect(await marked()).toEqual(["m2", "m3"]);
});

test("a mark may be taken back from any page", async () => {
  await browser.send("PUT", `${path}/messages/m1/mark?generation=${await present()}`);
  const change = { remove: ["m1"], generation: stale };
  expect((await browser.send<MarksDelta>("POST", `${path}/marks`, change)).count).toBe(0);
  expect(await marked()).toEqual([]);
});

test("a message that is gone, or was never there, is not marked by a page that shows it", async () => {
  for (const uid of ["m99", "m100"]) {
    const response = await browser.call("PUT", `${path}/messages/${uid}/mark?generation=${stale}`);
    expect((await errorOf(response)).code).toBe("list-changed");
  }
});

test("no page knows of a reading that was not made yet, or by another process", async () => {
  for (const generation of [0, (await present()) + 1]) {
    const response = await browser.call("PUT", `${path}/messages/m2/mark?generation=${generation}`);
    expect((await errorOf(response)).code).toBe("list-changed");
  }
  expect(await marked()).toEqual([]);
});

test("a commit of marks that were shown on other messages removes nothing", async () => {
  await browser.send("PUT", `${path}/messages/m1/mark?generation=${await present()}`);
  const before = bench.uids();
  const response = await browser.call("POST", `${path}/commit`, { uids: ["m1"], generation: stale });
  expect(response.status).toBe(409);
  expect((await errorOf(response)).code).toBe("marks-differ");
  expect(bench.uids()).toEqual(before);
  const seen = { uids: ["m1"], generation: await present() };
  expect((await browser.send<CommitReport>("POST", `${path}/commit`, seen)).removed).toEqual(["m1"]);
});
