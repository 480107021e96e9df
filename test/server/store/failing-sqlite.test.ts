import { randomBytes } from "node:crypto";
import { closeSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { hashesOf } from "@popgate/server/store/packed-uid-hashes";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { lockDatabase } from "./lock-database.ts";
import { mountSmallDisk, requireSmallDisk } from "./small-disk.ts";
import { sessionRecord } from "./session-record.ts";
import { StoreBench, untilBack } from "./store-bench.ts";

let bench: StoreBench;
beforeEach(() => {
  bench = new StoreBench();
});
afterEach(() => bench.remove());

describe("a corrupt file", () => {
  test("is set aside at the start, never deleted, and a new one is begun", async () => {
    writeFileSync(bench.file, "this was a database once".repeat(1_000));
    const store = await bench.open();
    expect(store.health).toEqual({ kind: "ok" });
    const aside = readdirSync(bench.folder).filter((name) => name.startsWith("popgate.sqlite.corrupt-"));
    expect(aside).toHaveLength(1);
    expect(statSync(join(bench.folder, aside[0] ?? "")).size).toBe(24_000);
    expect(bench.logged(aside[0] ?? "none")).toHaveLength(1);
    await store.browserSessions.set(sessionRecord("a"));
    expect(await store.browserSessions.get("a")).toMatchObject({ id: "a" });
  });

  test("found while it is read costs what it held, and not who is signed in", async () => {
    const first = await bench.open();
    const packed = randomBytes(16 * 20_000);
    await first.readStates.setKnown("account", packed);
    const changes = [...hashesOf(packed)].map((uidHash) => ({ uidHash, seen: true }));
    await first.readStates.change("account", changes);
    await first.close();
    const damaged = openSync(bench.file, "r+");
    writeSync(damaged, randomBytes(statSync(bench.file).size - 65_536), 0, undefined, 65_536);
    closeSync(damaged);

    const store = await bench.open();
    const heard: string[] = [];
    store.onHealth(({ kind }) => heard.push(kind));
    const live = sessionRecord("live");
    await store.browserSessions.set(live);
    await store.mailboxRecords.set("live", { mailboxId: "a", sealed: Buffer.from("sealed"), generation: 1 });
    const state = await store.readStates.load("account");
    expect(state).toEqual({ seen: Buffer.alloc(0), starred: Buffer.alloc(0), known: undefined });
    expect(heard).toEqual(["failed"]);
    await untilBack(store);
    expect(heard).toEqual(["failed", "ok"]);
    expect(bench.logged("the database was damaged")).toHaveLength(1);
    await store.close();

    const after = await bench.open();
    expect(await after.browserSessions.get("live")).toEqual(live);
    expect(await after.mailboxRecords.list("live")).toEqual([
      { mailboxId: "a", sealed: Buffer.from("sealed"), generation: 1 },
    ]);
  });
});

describe("a locked file", () => {
  test("is read from and written to in memory, and gets it all when it is free", async () => {
    const store = await bench.open();
    await store.browserSessions.set(sessionRecord("before"));
    const unlock = await lockDatabase(bench.file);
    await store.browserSessions.set(sessionRecord("during"));
    await store.browserSessions.set(sessionRecord("later"));
    expect(store.health).toMatchObject({ kind: "failed", reason: "database is locked" });
    expect(bench.logged("the store fails")).toHaveLength(1);
    expect(await store.browserSessions.get("before")).toMatchObject({ id: "before" });
    expect(await store.browserSessions.get("during")).toMatchObject({ id: "during" });
    await unlock();
    await untilBack(store);
    expect(bench.logged("the store is back")).toHaveLength(1);
    await store.close();

    const after = await bench.open();
    for (const id of ["before", "during", "later"]) {
      expect(await after.browserSessions.get(id)).toMatchObject({ id });
    }
  });

  test("at the start does not keep the gateway from starting", async () => {
    await (await bench.open()).close();
    const unlock = await lockDatabase(bench.file);
    const store = await bench.open();
    expect(store.health.kind).toBe("failed");
    await store.readStates.change("account", [{ uidHash: Buffer.alloc(16, 1), seen: true }]);
    expect((await store.readStates.load("account")).seen).toEqual(Buffer.alloc(16, 1));
    await unlock();
    await untilBack(store);
    expect((await store.readStates.load("account")).seen).toEqual(Buffer.alloc(16, 1));
  });
});

test("a file that was removed while it failed is begun anew, with who is signed in", async () => {
  const store = await bench.open();
  await store.browserSessions.set(sessionRecord("live"));
  const unlock = await lockDatabase(bench.file);
  await store.browserSessions.set(sessionRecord("during"));
  expect(store.health.kind).toBe("failed");
  for (const suffix of ["", "-wal", "-shm"]) rmSync(bench.file + suffix, { force: true });
  await unlock();
  await untilBack(store);
  expect(bench.logged("the store is back, empty")).toHaveLength(1);
  await store.close();
  const after = await bench.open();
  for (const id of ["live", "during"]) expect(await after.browserSessions.get(id)).toMatchObject({ id });
});

describe.skipIf(!requireSmallDisk())("a full disk", () => {
  test("fails nobody, and gets what it missed when there is room", async () => {
    const disk = mountSmallDisk();
    onTestFinished(() => disk.unmount());
    const store = await bench.open(undefined, disk.folder);
    await store.browserSessions.set(sessionRecord("before"));
    disk.fill();
    await store.readStates.setKnown("account", randomBytes(16 * 4_000));
    expect(store.health).toMatchObject({ kind: "failed", reason: expect.stringMatching(/full|disk I\/O/) });
    expect(await store.browserSessions.get("before")).toMatchObject({ id: "before" });
    await store.browserSessions.set(sessionRecord("during"));
    disk.makeRoom();
    await untilBack(store);
    expect((await store.readStates.load("account")).known).toHaveLength(16 * 4_000);
    expect(await store.browserSessions.get("during")).toMatchObject({ id: "during" });
  });
});

test("a data folder that is no folder leaves memory, and a line in the log", async () => {
  rmSync(bench.folder, { recursive: true });
  writeFileSync(bench.folder, "");
  const store = await bench.open();
  expect(store.kind).toBe("memory");
  expect(bench.logged("nothing is kept beyond this process")).toHaveLength(1);
});
