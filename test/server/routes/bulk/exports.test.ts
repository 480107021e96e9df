import type { ArchiveMarks, ExportJob } from "@popgate/shared/api/export";
import type { Marks } from "@popgate/shared/api/mailbox";
import type { TranscriptPage } from "@popgate/shared/api/transcript";
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  errorOf,
  startAppBench,
  USER,
  type AppBench,
  type Browser,
} from "../../../support/gateway/app-bench.ts";
import { smallMessage } from "../../../support/gateway/demo-session.ts";
import { readZip } from "../../../support/read-zip.ts";

const sha256 = (octets: Buffer) => createHash("sha256").update(octets).digest("hex");

let bench: AppBench;
let browser: Browser;
let path: string;

beforeEach(async () => {
  bench = await startAppBench({ messages: 4 });
  browser = bench.browser();
  path = `/mailboxes/${(await browser.signIn()).id}`;
});
afterEach(() => bench.close());

const ALL = ["m1", "m2", "m3", "m4"];
const prepare = (format: ExportJob["format"], uids = ALL) =>
  browser.send<ExportJob>("POST", `${path}/exports`, { uids, format });
const statusOf = ({ id }: ExportJob) => browser.get<ExportJob>(`${path}/exports/${id}`);
const marksOf = async () => (await browser.get<Marks>(`${path}/marks`)).uids;

async function download(job: ExportJob): Promise<Buffer> {
  const response = await browser.call("GET", `${path}/exports/${job.id}/download`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** The gateway may see the end of a download a moment after the browser. */
async function ended(job: ExportJob): Promise<ExportJob> {
  const page = await bench.page(browser);
  const now = await statusOf(job);
  if (now.state === "complete" || now.state === "cut") return now;
  return (await page.first("export", ({ job: { state } }) => state === "complete" || state === "cut")).job;
}

describe("a zip", () => {
  test("holds every message octet for octet, under its subject", async () => {
    const job = await prepare("zip");
    expect(job).toMatchObject({ state: "ready", messages: 4, done: 0 });
    const file = await download(job);
    const files = readZip(file);
    expect([...files.keys()]).toEqual(ALL.map((_, at) => `000${at + 1}-Message ${at + 1}.eml`));
    expect([...files.values()].map(sha256)).toEqual(ALL.map((_, at) => sha256(smallMessage(at + 1))));
    expect(await ended(job)).toMatchObject({ state: "complete", done: 4, missing: [], sha256: sha256(file) });
  });

  test("says which messages are missing and why", async () => {
    bench.demo.control.setFaults({ kind: "refuse", verb: "RETR", text: "not this one", nth: 2 });
    const job = await prepare("zip", ["m1", "m2", "no such message", "m3"]);
    const files = readZip(await download(job));
    expect([...files.keys()]).toEqual(["0001-Message 1.eml", "0004-Message 3.eml", "MISSING.txt"]);
    expect(files.get("MISSING.txt")?.toString()).toContain(
      "m2\tmessage-refused\r\nno such message\tmessage-gone",
    );
    expect((await ended(job)).missing).toEqual([
      { uid: "m2", code: "message-refused" },
      { uid: "no such message", code: "message-gone" },
    ]);
  });

  test("holds marked messages too, and leaves them marked", async () => {
    await browser.send("POST", `${path}/marks`, { add: ["m2"] });
    const files = readZip(await download(await prepare("zip", ["m2"])));
    expect(sha256(files.get("0001-Message 2.eml") ?? Buffer.alloc(0))).toBe(sha256(smallMessage(2)));
    expect(await browser.get<Marks>(`${path}/marks`)).toMatchObject({ uids: ["m2"], onServer: true });
  });

  test("of marked messages costs one RSET for many of them, and sets the marks again", async () => {
    const uids = Array.from({ length: 40 }, (_, nth) =>
      bench.demo.control.deliver(USER, smallMessage(nth + 5), `x${nth}`),
    );
    await browser.send("POST", `${path}/refresh`);
    await browser.send("POST", `${path}/marks`, { add: uids });
    const { events } = await browser.get<TranscriptPage>(`${path}/transcript`);
    expect(readZip(await download(await prepare("zip", uids))).size).toBe(40);
    const after = `${path}/transcript?after=${events.at(-1)?.seq}`;
    const said = (await browser.get<TranscriptPage>(after)).events.filter(
      ({ direction }) => direction === "C",
    );
    const times = (verb: string) => said.filter(({ line }) => line.startsWith(verb)).length;
    expect([times("RSET"), times("RETR"), times("DELE")]).toEqual([1, 40, 40]);
    expect(await browser.get<Marks>(`${path}/marks`)).toMatchObject({ uids, onServer: true });
  });

  test("goes on over a connection that is lost on the way", async () => {
    bench.demo.control.setFaults({ kind: "cut", verb: "RETR", afterOctets: 60, nth: 2 });
    expect(readZip(await download(await prepare("zip"))).size).toBe(4);
  });
});

test("some messages are had without preparing anything", async () => {
  const zip = await browser.call("GET", `${path}/export?uids=m1&uids=m3`);
  expect(zip.headers.get("content-type")).toBe("application/zip");
  expect(zip.headers.get("content-disposition")).toMatch(
    /^attachment; filename="popgate-[\w.@-]+-\d{4}-\d\d-\d\d\.zip"/,
  );
  expect(readZip(Buffer.from(await zip.arrayBuffer())).size).toBe(2);
  const mbox = await (await browser.call("GET", `${path}/export?uids=m1&format=mbox`)).text();
  expect(mbox).toMatch(/^From sender1@example.org \w{3} Jan {2}2 00:00:00 2026\n/);
  expect(mbox).toContain("Body of message 1.\n.\n..two dots\n\n");
  expect((await browser.call("GET", `${path}/export?format=mbox`)).status).toBe(400);
});

test("an mbox quotes what would begin another message", async () => {
  bench.demo.control.deliver(USER, Buffer.from("Subject: x\r\n\r\nFrom here\r\n>From there\r\n"), "quoted");
  await browser.send("POST", `${path}/refresh`);
  const mbox = (await download(await prepare("mbox", ["quoted", "m1"]))).toString();
  expect(mbox).toContain("\n>From here\n>>From there\n\nFrom sender1@example.org ");
});

describe("the link of an export", () => {
  test("works once", async () => {
    const job = await prepare("zip");
    await download(job);
    const again = await browser.call("GET", `${path}/exports/${job.id}/download`);
    expect(again.status).toBe(404);
  });

  test("works for nobody else", async () => {
    const job = await prepare("zip");
    const stranger = bench.browser();
    expect((await stranger.call("GET", `${path}/exports/${job.id}/download`)).status).toBe(401);
    bench.demo.control.createMailbox({ user: "other", password: "other password" });
    const other = await stranger.signIn({ user: "other", password: "other password" });
    for (const id of [path.split("/")[2], other.id]) {
      const response = await stranger.call("GET", `/mailboxes/${id}/exports/${job.id}/download`);
      expect(response.status).toBe(404);
    }
    expect(await statusOf(job)).toMatchObject({ state: "ready" });
  });

  test("works no more when it was given up", async () => {
    const job = await prepare("zip");
    await browser.send("DELETE", `${path}/exports/${job.id}`);
    expect((await browser.call("GET", `${path}/exports/${job.id}/download`)).status).toBe(404);
    expect(await statusOf(job)).toMatchObject({ state: "cut" });
    const { items } = await browser.get<{ items: ExportJob[] }>(`${path}/exports`);
    expect(items.map(({ id, state }) => [id, state])).toEqual([[job.id, "cut"]]);
  });

  test("cannot be had more often than a person needs it", async () => {
    for (let nth = 0; nth < 4; nth += 1) await prepare("zip");
    const response = await browser.call("POST", `${path}/exports`, { uids: ALL, format: "zip" });
    expect(response.status).toBe(429);
  });
});

describe("a verified archive", () => {
  const mark = (job: ExportJob, body: object = {}) =>
    browser.send<ArchiveMarks>("POST", `${path}/archive/${job.id}/marks`, body);

  test("says of each message what it held, and marks exactly those", async () => {
    const job = await prepare("archive", ["m1", "m3", "gone"]);
    const file = await download(job);
    const files = readZip(file);
    const manifest = JSON.parse(files.get("manifest.json")?.toString() ?? "");
    expect(manifest).toMatchObject({ format: "popgate-archive", user: USER, server: { host: "127.0.0.1" } });
    expect(manifest.messages).toEqual(
      [1, 3].map((nth) => ({
        uid: `m${nth}`,
        file: `000${nth === 1 ? 1 : 2}-Message ${nth}.eml`,
        octets: smallMessage(nth).length,
        sha256: sha256(smallMessage(nth)),
      })),
    );
    expect(manifest.missing).toEqual([{ uid: "gone", code: "message-gone" }]);
    await ended(job);
    const report = await mark(job, { readAgain: true, sha256: sha256(file) });
    expect(report).toMatchObject({ marked: ["m1", "m3"], changed: [] });
    expect(report.marks).toMatchObject({ added: ["m1", "m3"], removed: [], onServer: true });
    expect(bench.uids()).toEqual(ALL);
  });

  test("marks nothing before it was downloaded, nor for a file that is another one", async () => {
    const job = await prepare("archive");
    const early = await browser.call("POST", `${path}/archive/${job.id}/marks`, {});
    expect([early.status, (await errorOf(early)).code]).toEqual([409, "export-incomplete"]);
    const file = await download(job);
    await ended(job);
    const other = await browser.call("POST", `${path}/archive/${job.id}/marks`, {
      sha256: sha256(file.subarray(1)),
    });
    expect(other.status).toBe(409);
    expect(await marksOf()).toEqual([]);
  });

  test("marks nothing of a zip without a manifest", async () => {
    const job = await prepare("zip");
    await download(job);
    await ended(job);
    expect((await browser.call("POST", `${path}/archive/${job.id}/marks`, {})).status).toBe(409);
  });

  test("leaves alone what is another message by now", async () => {
    const job = await prepare("archive");
    await download(job);
    await ended(job);
    const client = await bench.browser().signIn({ takeOver: true });
    expect(client.messages).toBe(4);
    // Another client removes one; the server gives its unique-id to another message.
    await replaceMessage("m2", Buffer.from("Subject: another\r\n\r\nbody\r\n"));
    const report = await takeBackAndMark(job);
    expect(report.marked).toEqual(["m1", "m3", "m4"]);
    expect(report.changed).toEqual(["m2"]);
  });

  test("leaves alone what has the same name and size, if it is read again", async () => {
    const job = await prepare("archive");
    await download(job);
    await ended(job);
    await bench.browser().signIn({ takeOver: true });
    const other = Buffer.from(smallMessage(2).toString().replace("Body", "Bods"));
    await replaceMessage("m2", other);
    const report = await takeBackAndMark(job, { readAgain: true });
    expect(report.marked).toEqual(["m1", "m3", "m4"]);
    expect(report.changed).toEqual(["m2"]);
  });

  async function takeBackAndMark(job: ExportJob, body: object = {}): Promise<ArchiveMarks> {
    await browser.send("POST", `${path}/take-over`);
    return mark(job, body);
  }

  /** By a second mailbox session, as another client would. */
  async function replaceMessage(uid: string, octets: Buffer): Promise<void> {
    const second = bench.browser();
    const { id } = await second.signIn({ takeOver: true });
    await second.send("PUT", `/mailboxes/${id}/messages/${uid}/mark`);
    await second.send("POST", `/mailboxes/${id}/commit`, { uids: [uid] });
    bench.demo.control.deliver(USER, octets, uid);
    await second.send("POST", `/mailboxes/${id}/refresh`);
  }
});
