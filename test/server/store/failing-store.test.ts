import { randomBytes } from "node:crypto";
import {
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
  closeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashesOf } from "@popgate/server/store/packed-uid-hashes";
import { openStore } from "@popgate/server/store/open-store";
import type { WatchedStore } from "@popgate/server/store/store";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { requireRedis, startRedis } from "../../support/programs/redis.ts";
import { lockDatabase } from "./lock-database.ts";
import { mountSmallDisk, requireSmallDisk } from "./small-disk.ts";

/** A retry may be some seconds away. */
const BACK = { timeout: 10_000 };

let folder: string;
let log: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "popgate-failing-"));
  log = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, "popgate.sqlite");
const session = (id: string) => ({ id, secretHash: randomBytes(32), expiresAt: Date.now() + 3_600_000 });

async function open(redisUrl?: string, dataDirectory = folder): Promise<WatchedStore> {
  const config = { redisUrl, dataDirectory, secret: undefined };
  const { store } = await openStore(config, { warn: (line) => log.push(line) });
  onTestFinished(() => store.close());
  return store;
}

function untilBack(store: WatchedStore): Promise<void> {
  return expect.poll(() => store.health.kind, BACK).toBe("ok");
}

const logged = (text: string) => log.filter((line) => line.includes(text));

describe("a corrupt file", () => {
  test("is set aside at the start, never deleted, and a new one is begun", async () => {
    writeFileSync(file(), "this was a database once".repeat(1_000));
    const store = await open();
    expect(store.health).toEqual({ kind: "ok" });
    const aside = readdirSync(folder).filter((name) => name.startsWith("popgate.sqlite.corrupt-"));
    expect(aside).toHaveLength(1);
    expect(statSync(join(folder, aside[0] ?? "")).size).toBe(24_000);
    expect(logged(aside[0] ?? "none")).toHaveLength(1);
    await store.browserSessions.set(session("a"));
    expect(await store.browserSessions.get("a")).toMatchObject({ id: "a" });
  });

  test("found while it is read costs what it held, and not who is signed in", async () => {
    const first = await open();
    const packed = randomBytes(16 * 20_000);
    await first.readStates.setKnown("account", packed);
    const changes = [...hashesOf(packed)].map((uidHash) => ({ uidHash, seen: true }));
    await first.readStates.change("account", changes);
    await first.close();
    const damaged = openSync(file(), "r+");
    writeSync(damaged, randomBytes(statSync(file()).size - 65_536), 0, undefined, 65_536);
    closeSync(damaged);

    const store = await open();
    const heard: string[] = [];
    store.onHealth(({ kind }) => heard.push(kind));
    const live = session("live");
    await store.browserSessions.set(live);
    await store.savedMailboxes.set("live", { mailboxId: "a", sealed: Buffer.from("sealed"), generation: 1 });
    const state = await store.readStates.load("account");
    expect(state).toEqual({ seen: Buffer.alloc(0), starred: Buffer.alloc(0), known: undefined });
    expect(heard).toEqual(["failed"]);
    await untilBack(store);
    expect(heard).toEqual(["failed", "ok"]);
    expect(logged("the database was damaged")).toHaveLength(1);
    await store.close();

    const after = await open();
    expect(await after.browserSessions.get("live")).toEqual(live);
    expect(await after.savedMailboxes.list("live")).toEqual([
      { mailboxId: "a", sealed: Buffer.from("sealed"), generation: 1 },
    ]);
  });
});

describe("a locked file", () => {
  test("is read from and written to in memory, and gets it all when it is free", async () => {
    const store = await open();
    await store.browserSessions.set(session("before"));
    const unlock = await lockDatabase(file());
    await store.browserSessions.set(session("during"));
    await store.browserSessions.set(session("later"));
    expect(store.health).toMatchObject({ kind: "failed", reason: "database is locked" });
    expect(logged("the store fails")).toHaveLength(1);
    expect(await store.browserSessions.get("before")).toMatchObject({ id: "before" });
    expect(await store.browserSessions.get("during")).toMatchObject({ id: "during" });
    await unlock();
    await untilBack(store);
    expect(logged("the store is back")).toHaveLength(1);
    await store.close();

    const after = await open();
    for (const id of ["before", "during", "later"]) {
      expect(await after.browserSessions.get(id)).toMatchObject({ id });
    }
  });

  test("at the start does not keep the gateway from starting", async () => {
    await (await open()).close();
    const unlock = await lockDatabase(file());
    const store = await open();
    expect(store.health.kind).toBe("failed");
    await store.readStates.change("account", [{ uidHash: Buffer.alloc(16, 1), seen: true }]);
    expect((await store.readStates.load("account")).seen).toEqual(Buffer.alloc(16, 1));
    await unlock();
    await untilBack(store);
    expect((await store.readStates.load("account")).seen).toEqual(Buffer.alloc(16, 1));
  });
});

test("a file that was removed while it failed is begun anew, with who is signed in", async () => {
  const store = await open();
  await store.browserSessions.set(session("live"));
  const unlock = await lockDatabase(file());
  await store.browserSessions.set(session("during"));
  expect(store.health.kind).toBe("failed");
  for (const suffix of ["", "-wal", "-shm"]) rmSync(file() + suffix, { force: true });
  await unlock();
  await untilBack(store);
  expect(logged("the store is back, empty")).toHaveLength(1);
  await store.close();
  const after = await open();
  for (const id of ["live", "during"]) expect(await after.browserSessions.get(id)).toMatchObject({ id });
});

describe.skipIf(!requireSmallDisk())("a full disk", () => {
  test("fails nobody, and gets what it missed when there is room", async () => {
    const disk = mountSmallDisk();
    onTestFinished(() => disk.unmount());
    const store = await open(undefined, disk.folder);
    await store.browserSessions.set(session("before"));
    disk.fill();
    await store.readStates.setKnown("account", randomBytes(16 * 4_000));
    expect(store.health).toMatchObject({ kind: "failed", reason: expect.stringMatching(/full|disk I\/O/) });
    expect(await store.browserSessions.get("before")).toMatchObject({ id: "before" });
    await store.browserSessions.set(session("during"));
    disk.makeRoom();
    await untilBack(store);
    expect((await store.readStates.load("account")).known).toHaveLength(16 * 4_000);
    expect(await store.browserSessions.get("during")).toMatchObject({ id: "during" });
  });
});

test("a data folder that is no folder leaves memory, and a line in the log", async () => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "");
  const store = await open();
  expect(store.kind).toBe("memory");
  expect(logged("nothing is kept beyond this process")).toHaveLength(1);
});

describe.skipIf(requireRedis() === undefined)("a dead Redis", () => {
  test("that comes back empty gets nothing again that was signed out at another gateway", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const [here, there] = [await open(redis.url), await open(redis.url)];
    for (const id of ["stays", "leaves"]) {
      await here.browserSessions.set(session(id));
      for (const mailboxId of ["a", "b"]) {
        await here.savedMailboxes.set(id, { mailboxId, sealed: Buffer.from(mailboxId), generation: 1 });
      }
    }
    await there.browserSessions.delete("leaves");
    await there.savedMailboxes.delete("stays", "a");
    // What was said before it was heard before.
    const heard = new Promise<void>((resolve) => here.leases.onAsked(() => resolve()));
    await there.leases.ask("mailbox", "heard?");
    await heard;
    await there.close();
    await redis.kill();
    await here.browserSessions.set(session("while it fails"));
    await redis.restart();
    await untilBack(here);
    expect(await here.browserSessions.get("leaves")).toBeUndefined();
    expect(await here.savedMailboxes.list("leaves")).toEqual([]);
    expect((await here.savedMailboxes.list("stays")).map(({ mailboxId }) => mailboxId)).toEqual(["b"]);
  });

  test("signs nobody out, and knows everybody again when it comes back empty", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const store = await open(redis.url);
    await store.browserSessions.set(session("before"));
    await store.savedMailboxes.set("before", {
      mailboxId: "a",
      sealed: Buffer.from("sealed"),
      generation: 1,
    });
    const answer = await store.leases.acquire("mailbox", "holder", 3_600_000);
    if (answer.kind === "held") throw new Error("nobody held it");
    await redis.kill();
    expect(await store.browserSessions.get("before")).toMatchObject({ id: "before" });
    expect(store.health.kind).toBe("failed");
    expect(await store.browserSessions.deleteExpired(Date.now())).toEqual([]);
    expect(await store.leases.renew("mailbox", answer.token, 3_600_000)).toBe(true);
    expect(await store.leases.acquire("mailbox", "other", 3_600_000)).toEqual({
      kind: "held",
      heldBy: "holder",
    });
    await store.browserSessions.set(session("during"));
    await redis.restart();
    await untilBack(store);
    expect(logged("the store is back, empty")).toHaveLength(1);

    const other = await open(redis.url);
    for (const id of ["before", "during"]) {
      expect(await other.browserSessions.get(id)).toMatchObject({ id });
    }
    expect(await other.savedMailboxes.list("before")).toHaveLength(1);
    expect(await store.leases.renew("mailbox", answer.token, 3_600_000)).toBe(true);
    expect(await other.leases.acquire("mailbox", "other", 3_600_000)).toMatchObject({ kind: "held" });
  });

  test("that was started anew between two requests loses nobody either", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const store = await open(redis.url);
    await store.browserSessions.set(session("before"));
    await redis.restart();
    expect(await store.browserSessions.deleteExpired(Date.now())).toEqual([]);
    await untilBack(store);
    expect(await store.browserSessions.get("before")).toMatchObject({ id: "before" });
  });

  test("that answers nothing, with its connections open, keeps nobody waiting for good", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const store = await open(redis.url);
    redis.freeze();
    onTestFinished(() => redis.thaw());
    await store.browserSessions.set(session("during"));
    expect(store.health.kind).toBe("failed");
    expect(await store.browserSessions.get("during")).toMatchObject({ id: "during" });
    redis.thaw();
    await untilBack(store);
    expect(await store.browserSessions.get("during")).toMatchObject({ id: "during" });
  });

  test("lets nobody claim a mailbox from memory while another gateway may write it; one that is alone may", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const here = await open(redis.url);
    const there = await open(redis.url);
    await here.browserSessions.set(session("owner"));
    await here.savedMailboxes.set("owner", { mailboxId: "a", sealed: Buffer.from("a"), generation: 1 });
    redis.freeze();
    onTestFinished(() => redis.thaw());
    await expect(here.savedMailboxes.claim("owner", "a")).rejects.toMatchObject({ code: "unavailable" });
    redis.thaw();
    await untilBack(here);
    // Whether or not the one before was counted, its answer being lost.
    const claimed = await here.savedMailboxes.claim("owner", "a");
    expect(claimed?.generation).toBeGreaterThanOrEqual(2);
    await there.close();

    const alone = await startRedis();
    onTestFinished(() => alone.stop());
    const only = await open(alone.url);
    await only.browserSessions.set(session("owner"));
    await only.savedMailboxes.set("owner", { mailboxId: "a", sealed: Buffer.from("a"), generation: 1 });
    await alone.kill();
    expect(await only.savedMailboxes.claim("owner", "a")).toMatchObject({ generation: 2 });
  });

  test("at the start does not keep the gateway from starting, and its password is in no line of the log", async () => {
    const redis = await startRedis({ password: "correct horse" });
    onTestFinished(() => redis.stop());
    await redis.kill();
    const store = await open(redis.url);
    expect(store.health.kind).toBe("failed");
    await store.browserSessions.set(session("early"));
    await redis.restart();
    await untilBack(store);
    expect(await store.browserSessions.get("early")).toMatchObject({ id: "early" });
    expect(log.join("\n")).not.toMatch(/horse/);
  });
});
