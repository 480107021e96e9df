import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readAll } from "../stored.ts";
import { put, temporaryCache } from "../temporary-cache.ts";

const CHUNK = 64 * 1024;

async function sealed(content: Buffer) {
  const { cache, directory } = temporaryCache({ memoryOctets: 1024 });
  const message = await put(cache, "a", content);
  const [name] = readdirSync(directory);
  return { cache, message, path: join(directory, name ?? expect.fail("no file was written")) };
}

test.each([1025, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 5 * CHUNK + 77])(
  "gives back %i octets exactly",
  async (octets) => {
    const content = randomBytes(octets);
    const { message } = await sealed(content);
    expect(message.octets).toBe(octets);
    expect((await readAll(message)).equals(content)).toBe(true);
  },
);

test("gives back any range", async () => {
  const content = randomBytes(3 * CHUNK + 500);
  const { message } = await sealed(content);
  const edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK, content.length - 1, content.length];
  for (const start of edges) {
    for (const end of edges.filter((edge) => edge >= start)) {
      expect((await readAll(message, { start, end })).equals(content.subarray(start, end))).toBe(true);
    }
  }
  expect((await readAll(message, { start: 10, end: 1e9 })).equals(content.subarray(10))).toBe(true);
  expect(await readAll(message, { start: 1e9, end: 2e9 })).toHaveLength(0);
});

test("nothing of the message stands on disk in clear, and nobody else may open the file", async () => {
  const canary = "the canary sings in the clear";
  const { path } = await sealed(Buffer.from(canary.repeat(20_000)));
  const bytes = readFileSync(path);
  expect(bytes.includes(canary)).toBe(false);
  expect(bytes.includes("canary")).toBe(false);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("equal messages are sealed with different keys", async () => {
  const content = Buffer.alloc(CHUNK * 2, "x");
  const [one, other] = [await sealed(content), await sealed(content)];
  expect(readFileSync(one.path).equals(readFileSync(other.path))).toBe(false);
});

test.each([0, 100, CHUNK + 5, 2 * CHUNK + 40])("notices a bit that flips at %i", async (at) => {
  const { message, path } = await sealed(randomBytes(2 * CHUNK + 100));
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(path, bytes);
  await expect(readAll(message)).rejects.toMatchObject({ code: "damaged" });
});

test("notices a file that is cut off, also between two chunks", async () => {
  const { message, path } = await sealed(randomBytes(3 * CHUNK));
  truncateSync(path, 2 * (CHUNK + 16));
  await expect(readAll(message)).rejects.toMatchObject({ code: "damaged" });
  // What is still there and whole can be read.
  expect(await readAll(message, { start: 0, end: CHUNK })).toHaveLength(CHUNK);
  truncateSync(path, 100);
  await expect(readAll(message)).rejects.toMatchObject({ code: "damaged" });
});

test("notices chunks that changed places", async () => {
  const { message, path } = await sealed(randomBytes(3 * CHUNK));
  const bytes = readFileSync(path);
  const size = CHUNK + 16;
  const swapped = [bytes.subarray(size, 2 * size), bytes.subarray(0, size), bytes.subarray(2 * size)];
  writeFileSync(path, Buffer.concat(swapped));
  await expect(readAll(message)).rejects.toMatchObject({ code: "damaged" });
});

test("a reader that has begun goes on after the message is forgotten; a later one fails plainly", async () => {
  const content = randomBytes(8 * CHUNK);
  const { cache, message } = await sealed(content);
  const reader = message.read()[Symbol.asyncIterator]();
  const read = [(await reader.next()).value];
  cache.forget("a");
  for (let step = await reader.next(); step.done !== true; step = await reader.next()) read.push(step.value);
  expect(Buffer.concat(read).equals(content)).toBe(true);
  await expect(readAll(message)).rejects.toMatchObject({ code: "forgotten" });
});

test("a file that cannot be removed troubles nobody: its key is gone", async () => {
  const { cache, path } = await sealed(randomBytes(2 * CHUNK));
  // Removing a directory as a file fails, for root too.
  rmSync(path);
  mkdirSync(path);
  expect(() => cache.forget("a")).not.toThrow();
  expect(cache.get("a")).toBeUndefined();
});

test("many readers at once do not disturb each other", async () => {
  const content = randomBytes(4 * CHUNK + 9);
  const { message } = await sealed(content);
  const all = await Promise.all(Array.from({ length: 8 }, () => readAll(message)));
  expect(all.every((bytes) => bytes.equals(content))).toBe(true);
});

test("holds the writer back while the disk is slower than the network", async () => {
  const { cache } = temporaryCache({ memoryOctets: 1024 });
  const writer = cache.begin("a");
  let written = 0;
  // Synchronous: the disk gets no turn, so the queue can only fill.
  while (writer.write(Buffer.alloc(CHUNK))) written += CHUNK;
  expect(written).toBeLessThan(2 * 1024 * 1024);
  await new Promise<void>((resolve) => writer.onDrain(resolve));
  expect(writer.write(Buffer.alloc(10))).toBe(true);
  expect((await writer.finish()).octets).toBe(written + CHUNK + 10);
});
