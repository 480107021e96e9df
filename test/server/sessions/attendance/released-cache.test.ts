import { readdirSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import { nextEvent, startDemoBench, USER, type DemoBench } from "../../../support/gateway/demo-session.ts";

/** Beyond what stays in memory, and beyond what a stream reads ahead. */
const LARGE = Buffer.from(`Subject: large\r\n\r\n${`${"x".repeat(98)}\r\n`.repeat(40_000)}`);

let bench: DemoBench;
let session: MailSession;
let leave: () => void;

beforeEach(async () => {
  bench = await startDemoBench(2);
  bench.demo.control.deliver(USER, LARGE, "large");
  session = bench.session({ releaseAfterMs: 20 });
  leave = session.attend();
  await session.open();
});
afterEach(() => bench.close());

function untilReleased(): Promise<unknown> {
  leave();
  return nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === "released");
}

const retrievals = () =>
  session.transcriptAfter(0).events.filter(({ line }) => line.startsWith("RETR")).length;

it("holds no message of a mailbox that was released, neither in memory nor on disk", async () => {
  for (const uid of ["m1", "large"]) await session.fetch(uid);
  expect(readdirSync(bench.cacheDirectory)).toHaveLength(1);
  await untilReleased();
  await expect.poll(() => readdirSync(bench.cacheDirectory)).toEqual([]);
  expect(retrievals()).toBe(2);
  expect((await session.fetch("m1")).octets).toBeGreaterThan(0);
  expect(session.mailbox().state).toBe("transaction");
  expect(retrievals()).toBe(3);
});

it("lets a download that has begun come to its end", async () => {
  const reading = (await session.fetch("large")).read();
  const first = await new Promise<Buffer>((resolve) => reading.once("data", resolve));
  reading.pause();
  await untilReleased();
  await expect.poll(() => readdirSync(bench.cacheDirectory)).toEqual([]);
  expect(Buffer.concat([first, await buffer(reading)]).equals(LARGE)).toBe(true);
});

it("holds none of a mailbox that another browser session took over", async () => {
  for (const uid of ["m1", "large"]) await session.fetch(uid);
  await session.handOver();
  await expect.poll(() => readdirSync(bench.cacheDirectory)).toEqual([]);
  expect(session.mailbox().state).toBe("released");
});
