import { ThreadPool } from "@popgate/server/messages/thread/thread-pool";
import { expect, onTestFinished, test } from "vitest";
import { mail, stored } from "../stored.ts";

const THREADS = 2;
const LETTER = stored(mail("Subject: s", "From: a@x.example", "", "words"));

function startedPool() {
  let started = 0;
  const count = () => void (started += 1);
  process.on("worker", count);
  const pool = new ThreadPool({ threads: THREADS, maxWaiting: 10, limitMs: 60_000 });
  onTestFinished(async () => {
    process.off("worker", count);
    await pool.close();
  });
  const read = () => pool.run(LETTER, { kind: "read", uid: "u", within: undefined }, undefined);
  return { pool, read, started: () => started };
}

test("a pool that was prepared has all its threads, and starts no other for who comes", async () => {
  const { pool, read, started } = startedPool();
  await pool.prepare();
  expect(started()).toBe(THREADS);
  await Promise.all([read(), read(), read()]);
  await pool.prepare();
  expect(started()).toBe(THREADS);
});

test("who comes while it is prepared is served, and no thread is started twice", async () => {
  const { pool, read, started } = startedPool();
  const prepared = pool.prepare();
  const [message] = await Promise.all([read(), read(), prepared]);
  expect(message).toMatchObject({ subject: "s" });
  expect(started()).toBe(THREADS);
});

test("one that is closed meanwhile starts no more", async () => {
  const { pool, started } = startedPool();
  const prepared = pool.prepare();
  await pool.close();
  await prepared;
  expect(started()).toBe(1);
});
