import type { ExportJob } from "@popgate/shared/api/export";
import type { Marks, MarksDelta } from "@popgate/shared/api/mailbox";
import type { CleanupPreview, MatchingUids } from "@popgate/shared/api/bulk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAppBench, USER, type AppBench, type Browser } from "../../../support/gateway/app-bench.ts";

const DAY_MS = 86_400_000;

let bench: AppBench;
let browser: Browser;
let path: string;

beforeAll(async () => {
  bench = await startAppBench({ messages: 3 });
  const mail = (from: string, date: string, body: string) =>
    Buffer.from(`From: ${from}\r\n${date}Subject: x\r\n\r\n${body}\r\n`);
  const daysAgo = (days: number) => `Date: ${new Date(Date.now() - days * DAY_MS).toUTCString()}\r\n`;
  bench.demo.control.deliver(USER, mail("News <news@shop.example>", daysAgo(40), "x".repeat(5_000)), "old");
  bench.demo.control.deliver(USER, mail("News <news@shop.example>", daysAgo(5), "x".repeat(9_000)), "young");
  bench.demo.control.deliver(USER, mail("Undated <u@shop.example>", "", "x"), "undated");
  browser = bench.browser();
  path = `/mailboxes/${(await browser.signIn()).id}`;
  const page = await bench.page(browser);
  await page.first("mailbox", ({ mailbox }) => mailbox.loaded === 6);
});
afterAll(() => bench.close());

const uids = (query = "") => browser.get<MatchingUids>(`${path}/uids${query}`);
const cleanup = (conditions: object) => browser.send<CleanupPreview>("POST", `${path}/cleanup`, conditions);

describe("the unique-ids of all that matches", () => {
  test("are those of the list, newest first", async () => {
    expect((await uids()).uids).toEqual(["undated", "young", "old", "m3", "m2", "m1"]);
    expect((await uids("?q=shop.example")).uids).toEqual(["undated", "young", "old"]);
    expect(await uids("?filter=large")).toMatchObject({ uids: [], octets: 0, unknown: 0 });
  });

  test("can all be marked, and taken back", async () => {
    const { uids: news, octets } = await uids("?q=news");
    const marks = await browser.send<MarksDelta>("POST", `${path}/marks`, { add: news });
    expect(marks).toMatchObject({ octets, added: news, count: news.length });
    expect((await uids("?filter=marked")).uids).toEqual(news);
    await browser.send("POST", `${path}/reset`);
  });
});

describe("a cleanup", () => {
  test("must be told what to look for", async () => {
    expect((await browser.call("POST", `${path}/cleanup`, {})).status).toBe(400);
    expect((await browser.call("POST", `${path}/cleanup`, { from: " " })).status).toBe(400);
  });

  test("finds what meets every condition, and says what it would free", async () => {
    const old = await cleanup({ olderThanDays: 30, from: "SHOP.example" });
    expect(old).toMatchObject({
      uids: ["old"],
      unknown: 0,
      withoutDate: 1,
      withoutSize: 0,
      alreadyMarked: 0,
    });
    const size = bench.demo.control.peek(USER).find(({ uid }) => uid === "old")?.octets;
    expect(old.octets).toBe(size);
    expect((await cleanup({ largerThan: 4_000 })).uids).toEqual(["young", "old"]);
    expect((await cleanup({ largerThan: 4_000, olderThanDays: 30 })).uids).toEqual(["old"]);
  });

  test("marks nothing, and leaves out what is marked", async () => {
    await browser.send("PUT", `${path}/messages/old/mark`);
    expect(await cleanup({ from: "news" })).toMatchObject({ uids: ["young"], alreadyMarked: 1 });
    expect((await browser.get<Marks>(`${path}/marks`)).uids).toEqual(["old"]);
    await browser.send("POST", `${path}/reset`);
  });

  test("knows what was exported to its end", async () => {
    expect((await cleanup({ exported: true })).uids).toEqual([]);
    const body = { uids: ["m1", "old"], format: "mbox" };
    const job = await browser.send<ExportJob>("POST", `${path}/exports`, body);
    const page = await bench.page(browser);
    await (await browser.call("GET", `${path}/exports/${job.id}/download`)).text();
    await page.first("export", (event) => event.job.id === job.id && event.job.state === "complete");
    expect((await cleanup({ exported: true })).uids).toEqual(["old", "m1"]);
    expect((await cleanup({ exported: true, from: "shop" })).uids).toEqual(["old"]);
  });
});
