import { createHash, randomBytes } from "node:crypto";
import { readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { MessageCache } from "@popgate/server/messages/store/message-cache";
import { expect, test } from "vitest";
import { readAll } from "../stored.ts";
import { put, temporaryCache } from "../temporary-cache.ts";

const KB = 1024;

test("gives back the exact octets of a small message, from memory", async () => {
  const { cache, directory } = temporaryCache();
  const content = randomBytes(20 * KB);
  await put(cache, "a", content);
  expect(await readAll(cache.get("a") ?? expect.fail("not cached"))).toEqual(content);
  expect(readdirSync(directory)).toEqual([]);
});

test("holds an empty message", async () => {
  const { cache } = temporaryCache();
  const message = await put(cache, "a", Buffer.alloc(0));
  expect(message.octets).toBe(0);
  expect(await readAll(message)).toEqual(Buffer.alloc(0));
});

test("is not visible before it is finished", async () => {
  const { cache } = temporaryCache();
  const writer = cache.begin("a");
  writer.write(Buffer.from("x"));
  expect(cache.get("a")).toBeUndefined();
  await writer.finish();
  expect(cache.get("a")?.octets).toBe(1);
});

test("copies what is written: the socket may use its buffer again", async () => {
  const { cache } = temporaryCache();
  const writer = cache.begin("a");
  const chunk = Buffer.from("first");
  writer.write(chunk);
  chunk.fill("x");
  expect((await readAll(await writer.finish())).toString()).toBe("first");
});

test("drops the least recently used messages when memory is spent", async () => {
  const { cache } = temporaryCache({ memoryOctets: 100 * KB });
  for (const key of ["a", "b", "c", "d", "e", "f", "g", "h"]) await put(cache, key, randomBytes(12 * KB));
  expect(cache.get("a")).toBeDefined();
  await put(cache, "i", randomBytes(12 * KB));
  expect(cache.get("b")).toBeUndefined();
  expect(cache.get("a")).toBeDefined();
  expect(cache.get("i")).toBeDefined();
});

test("drops the least recently used files when the disk's share is spent", async () => {
  const { cache, directory } = temporaryCache({ memoryOctets: 8 * KB, diskOctets: 250 * KB });
  for (const key of ["a", "b"]) await put(cache, key, randomBytes(100 * KB));
  cache.get("a");
  await put(cache, "c", randomBytes(100 * KB));
  expect(["a", "b", "c"].filter((key) => cache.get(key) !== undefined)).toEqual(["a", "c"]);
  expect(readdirSync(directory)).toHaveLength(2);
});

test("refuses a download when running downloads have taken the disk's share", async () => {
  const { cache } = temporaryCache({ memoryOctets: 8 * KB, diskOctets: 100 * KB });
  const first = cache.begin("a");
  first.write(randomBytes(80 * KB));
  const second = cache.begin("b");
  expect(() => second.write(randomBytes(30 * KB))).toThrow(expect.objectContaining({ code: "cache-full" }));
  await first.abort();
  second.write(randomBytes(30 * KB));
  expect((await second.finish()).octets).toBe(30 * KB);
});

test.each([1, 3 * KB, 90 * KB])("refuses the octet that is too many, at chunks of %i", async (step) => {
  const limit = 100 * KB;
  const { cache, directory } = temporaryCache({ memoryOctets: 8 * KB, maxMessageOctets: limit });
  const writer = cache.begin("a");
  const fill = () => {
    for (;;) writer.write(Buffer.alloc(step));
  };
  expect(fill).toThrow(expect.objectContaining({ code: "too-large" }));
  expect(writer.octets).toBeLessThanOrEqual(limit);
  await writer.abort();
  expect(readdirSync(directory)).toEqual([]);
});

test("a newer download of the same message takes the place of the older", async () => {
  const { cache, directory } = temporaryCache({ memoryOctets: 8 * KB });
  await put(cache, "a", Buffer.alloc(100 * KB, "x"));
  const newer = Buffer.alloc(80 * KB, "y");
  await put(cache, "a", newer);
  const bytes = await readAll(cache.get("a") ?? expect.fail("not cached"));
  expect(bytes.equals(newer)).toBe(true);
  expect(readdirSync(directory)).toHaveLength(1);
});

test("abort leaves nothing behind, in the middle and twice", async () => {
  const { cache, directory } = temporaryCache({ memoryOctets: 8 * KB });
  const writer = cache.begin("a");
  writer.write(randomBytes(300 * KB));
  await writer.abort();
  await writer.abort();
  expect(readdirSync(directory)).toEqual([]);
  expect(cache.get("a")).toBeUndefined();
  await expect(writer.finish()).rejects.toMatchObject({ code: "aborted" });
  expect(() => writer.write(Buffer.from("x"))).toThrow(expect.objectContaining({ code: "aborted" }));
});

test("close removes every file and gives up running downloads", async () => {
  const { cache, directory } = temporaryCache({ memoryOctets: 8 * KB });
  await put(cache, "a", randomBytes(100 * KB));
  const running = cache.begin("b");
  running.write(randomBytes(100 * KB));
  await cache.close();
  expect(readdirSync(directory)).toEqual([]);
  expect(() => running.write(Buffer.from("x"))).toThrow(expect.objectContaining({ code: "aborted" }));
  expect(() => cache.begin("c")).toThrow(expect.objectContaining({ code: "aborted" }));
});

test("a disk that fails refuses the download and wakes who waits for it", async () => {
  const { cache, directory } = temporaryCache({ memoryOctets: 8 * KB });
  rmSync(directory, { recursive: true });
  await expect(put(cache, "a", randomBytes(3000 * KB))).rejects.toMatchObject({ code: "cache-disk" });
});

test("removes files that dead processes left, and no others", () => {
  const { directory } = temporaryCache();
  const rest = "0123456789ab-0123456789abcdef01234567.sealed";
  const here = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
  // No system gives out numbers this high.
  const dead = `popgate-message-${here}-99999999-${rest}`;
  const samePid = `popgate-message-${here}-${process.pid}-${rest}`;
  const alive = `popgate-message-${here}-${process.ppid}-${rest}`;
  // Process 1 of another container: its number says nothing here.
  const elsewhere = `popgate-message-00000000-${process.pid}-${rest}`;
  const forgotten = `popgate-message-00000001-${process.pid}-${rest}`;
  for (const name of [dead, samePid, alive, elsewhere, forgotten, "somebody-elses.txt"]) {
    writeFileSync(join(directory, name), "x");
  }
  const longAgo = new Date(Date.now() - 8 * 24 * 3_600_000);
  utimesSync(join(directory, forgotten), longAgo, longAgo);
  const again = new MessageCache({ memoryOctets: KB, maxMessageOctets: KB, directory });
  expect(again.get("a")).toBeUndefined();
  expect(readdirSync(directory).sort()).toEqual([alive, elsewhere, "somebody-elses.txt"].sort());
});
