import { once } from "node:events";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { STALLED_MS } from "@popgate/server/sessions/bulk/export-job";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import { nextEvent, startDemoBench, USER, type DemoBench } from "../../../support/gateway/demo-session.ts";

/** More than a stream takes before anybody reads from it. */
const LARGE = Buffer.from(`Subject: large\r\n\r\n${`${"x".repeat(70)}\r\n`.repeat(10_000)}`);

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(2);
  bench.demo.control.deliver(USER, LARGE, "large");
  session = bench.session();
  await session.open();
});
afterEach(() => bench.close());

const cutEvent = () => nextEvent(session, "export", ({ job }) => job.state === "cut");

it("is cut when the mailbox is signed out, though its reader takes nothing", async () => {
  const job = await session.bulk.prepareExport({ uids: ["large", "m1"], format: "zip" });
  const stream = job.open();
  await once(stream, "readable");
  const failed = once(stream, "error");
  const cut = cutEvent();
  await session.close();
  expect((await cut).job).toMatchObject({ state: "cut", problem: "cancelled" });
  expect((await failed)[0]).toMatchObject({ code: "cancelled" });
});

it("is cut when its reader takes nothing for too long", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const job = await session.bulk.prepareExport({ uids: ["large", "m1"], format: "mbox" });
    const stream = job.open();
    await once(stream, "readable");
    const failed = once(stream, "error");
    vi.advanceTimersByTime(STALLED_MS - 1);
    expect(job.view().state).toBe("running");
    vi.advanceTimersByTime(1);
    expect(job.view()).toMatchObject({ state: "cut", problem: "cancelled" });
    await failed;
  } finally {
    vi.useRealTimers();
  }
});

it("is not complete before it was written, whatever its reader says", async () => {
  const job = await session.bulk.prepareExport({ uids: ["large"], format: "archive" });
  const stream = job.open();
  await once(stream, "readable");
  const cut = cutEvent();
  job.ended(true);
  stream.destroy();
  expect((await cut).job.state).toBe("cut");
});
