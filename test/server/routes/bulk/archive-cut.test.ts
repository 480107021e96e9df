import type { ExportJob } from "@popgate/shared/api/export";
import type { Marks } from "@popgate/shared/api/mailbox";
import { once } from "node:events";
import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { EventLog } from "../../../support/gateway/api-client.ts";
import {
  errorOf,
  startAppBench,
  USER,
  type AppBench,
  type Browser,
} from "../../../support/gateway/app-bench.ts";

const LARGE = `Subject: large\r\n\r\n${`${"x".repeat(70)}\r\n`.repeat(28_000)}`;
const LARGE_MESSAGES = 12;
/** All of the file that lies behind is more than the buffers of two sockets hold. */
const POINTS = [0, 1, 40, 200, 1_000, 70_000, 2_016_000, 2_100_000, 5_000_000];

let bench: AppBench;
let browser: Browser;
let page: EventLog;
let path: string;

beforeAll(async () => {
  bench = await startAppBench({ messages: 2 });
  for (let nth = 1; nth <= LARGE_MESSAGES; nth += 1) {
    bench.demo.control.deliver(USER, Buffer.from(LARGE), `large${nth}`);
  }
  browser = bench.browser();
  path = `/mailboxes/${(await browser.signIn()).id}`;
  page = await bench.page(browser);
});
afterAll(() => bench.close());
beforeEach(() => bench.demo.control.setFaults());

const prepare = () =>
  browser.send<ExportJob>("POST", `${path}/exports`, { uids: bench.uids(), format: "archive" });
const endOf = (job: ExportJob) =>
  page.first("export", (event) => event.job.id === job.id && /complete|cut/.test(event.job.state));

async function expectNoMarks(job: ExportJob): Promise<void> {
  const response = await browser.call("POST", `${path}/archive/${job.id}/marks`, {});
  expect((await errorOf(response)).code).toBe("export-incomplete");
  expect((await browser.get<Marks>(`${path}/marks`)).uids).toEqual([]);
}

/** Takes so many octets of the download, and is gone. */
async function downloadUntil(job: ExportJob, octets: number): Promise<void> {
  const url = `${bench.base}api/v1${path}/exports/${job.id}/download`;
  const asked = request(url, { headers: { cookie: browser.cookie, origin: bench.origin } });
  asked.end();
  const [response] = await once(asked, "response");
  let taken = 0;
  for await (const chunk of response) {
    taken += chunk.length;
    if (taken >= octets) break;
  }
  asked.destroy();
}

describe("an archive whose download is cut", () => {
  test.each(POINTS)("after %i octets marks nothing, neither meanwhile nor afterwards", async (octets) => {
    const job = await prepare();
    await downloadUntil(job, octets);
    await expectNoMarks(job);
    expect((await endOf(job)).job).toMatchObject({ state: "cut" });
    await expectNoMarks(job);
  });

  test("by the mail server marks nothing, and says why", async () => {
    const job = await prepare();
    bench.demo.control.setFaults({ kind: "cut", verb: "RETR", afterOctets: 1_000_000 });
    const response = await browser.call("GET", `${path}/exports/${job.id}/download`);
    await expect(response.arrayBuffer()).rejects.toThrow("terminated");
    expect((await endOf(job)).job).toMatchObject({ state: "cut", problem: "closed", done: 2 });
    await expectNoMarks(job);
  });

  test("by the person marks nothing", async () => {
    const job = await prepare();
    const response = await browser.call("GET", `${path}/exports/${job.id}/download`);
    await browser.send("DELETE", `${path}/exports/${job.id}`);
    await expect(response.arrayBuffer()).rejects.toThrow("terminated");
    expect((await endOf(job)).job.state).toBe("cut");
    await expectNoMarks(job);
  });

  test("holds up nobody: the mailbox answers while a slow browser takes its time", async () => {
    const job = await prepare();
    const response = await browser.call("GET", `${path}/exports/${job.id}/download`);
    const marks = await browser.send("PUT", `${path}/messages/m1/mark`);
    expect(marks).toMatchObject({ added: ["m1"], onServer: true });
    await browser.send("POST", `${path}/reset`);
    await response.body?.cancel();
    expect((await endOf(job)).job.state).toBe("cut");
    expect(bench.uids()).toHaveLength(LARGE_MESSAGES + 2);
  });
});
