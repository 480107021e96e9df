import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { requireRedis, startRedis } from "../../support/programs/redis.ts";
import { sessionRecord } from "./session-record.ts";
import { StoreBench, untilBack } from "./store-bench.ts";

let bench: StoreBench;
beforeEach(() => {
  bench = new StoreBench();
});
afterEach(() => bench.remove());

describe.skipIf(requireRedis() === undefined)("a dead Redis", () => {
  test("that comes back empty gets nothing again that was signed out at another gateway", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const [here, there] = [await bench.open(redis.url), await bench.open(redis.url)];
    for (const id of ["stays", "leaves"]) {
      await here.browserSessions.set(sessionRecord(id));
      for (const mailboxId of ["a", "b"]) {
        await here.mailboxRecords.set(id, { mailboxId, sealed: Buffer.from(mailboxId), generation: 1 });
        await here.maildropOwners.add("account", { ownerId: id, mailboxId });
      }
    }
    await there.browserSessions.delete("leaves");
    await there.mailboxRecords.delete("stays", "a");
    // What was said before it was heard before.
    const heard = new Promise<void>((resolve) => here.leases.onAsked(() => resolve()));
    await there.leases.ask("mailbox", "heard?");
    await heard;
    await there.close();
    await redis.kill();
    await here.browserSessions.set(sessionRecord("while it fails"));
    await redis.restart();
    await untilBack(here);
    expect(await here.browserSessions.get("leaves")).toBeUndefined();
    expect(await here.mailboxRecords.list("leaves")).toEqual([]);
    expect((await here.mailboxRecords.list("stays")).map(({ mailboxId }) => mailboxId)).toEqual(["b"]);
    expect(await here.maildropOwners.list("account")).toEqual([{ ownerId: "stays", mailboxId: "b" }]);
  });

  test.each(["whole", "empty"])(
    "that comes back %s has the changes of a record that it missed",
    async (how) => {
      const redis = await startRedis();
      onTestFinished(() => redis.stop());
      const store = await bench.open(redis.url);
      await store.browserSessions.set(sessionRecord("me"));
      const sealed = Buffer.from("sealed");
      await store.mailboxRecords.set("me", { mailboxId: "a", sealed, generation: 1 });
      const append = (sequence: number) =>
        store.mailboxRecords.append("me", {
          mailboxId: "a",
          sealed: Buffer.from(`change ${sequence}`),
          generation: 1,
          sequence,
        });
      await append(1);
      if (how === "whole") redis.freeze();
      else await redis.kill();
      await append(2);
      await append(3);
      expect(store.health.kind).toBe("failed");
      if (how === "whole") redis.thaw();
      else await redis.restart();
      await untilBack(store);
      await append(4);
      const changes = [1, 2, 3, 4].map((sequence) => Buffer.from(`change ${sequence}`));
      const other = await bench.open(redis.url);
      expect(await other.mailboxRecords.list("me")).toEqual([
        { mailboxId: "a", sealed, changes, generation: 1 },
      ]);
    },
  );

  test("signs nobody out, and knows everybody again when it comes back empty", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const store = await bench.open(redis.url);
    await store.browserSessions.set(sessionRecord("before"));
    await store.mailboxRecords.set("before", {
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
    await store.browserSessions.set(sessionRecord("during"));
    await redis.restart();
    await untilBack(store);
    expect(bench.logged("the store is back, empty")).toHaveLength(1);

    const other = await bench.open(redis.url);
    for (const id of ["before", "during"]) {
      expect(await other.browserSessions.get(id)).toMatchObject({ id });
    }
    expect(await other.mailboxRecords.list("before")).toHaveLength(1);
    expect(await store.leases.renew("mailbox", answer.token, 3_600_000)).toBe(true);
    expect(await other.leases.acquire("mailbox", "other", 3_600_000)).toMatchObject({ kind: "held" });
  });

  test("that was started anew between two requests loses nobody either", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const store = await bench.open(redis.url);
    await store.browserSessions.set(sessionRecord("before"));
    await redis.restart();
    expect(await store.browserSessions.deleteExpired(Date.now())).toEqual([]);
    await untilBack(store);
    expect(await store.browserSessions.get("before")).toMatchObject({ id: "before" });
  });

  test("that answers nothing, with its connections open, keeps nobody waiting for good", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const store = await bench.open(redis.url);
    redis.freeze();
    onTestFinished(() => redis.thaw());
    await store.browserSessions.set(sessionRecord("during"));
    expect(store.health.kind).toBe("failed");
    expect(await store.browserSessions.get("during")).toMatchObject({ id: "during" });
    redis.thaw();
    await untilBack(store);
    expect(await store.browserSessions.get("during")).toMatchObject({ id: "during" });
  });

  test("lets nobody claim a mailbox from memory while another gateway may write it; one that is alone may", async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const here = await bench.open(redis.url);
    const there = await bench.open(redis.url);
    await here.browserSessions.set(sessionRecord("owner"));
    await here.mailboxRecords.set("owner", { mailboxId: "a", sealed: Buffer.from("a"), generation: 1 });
    redis.freeze();
    onTestFinished(() => redis.thaw());
    await expect(here.mailboxRecords.claim("owner", "a")).rejects.toMatchObject({ code: "unavailable" });
    redis.thaw();
    await untilBack(here);
    // Whether or not the one before was counted, its answer being lost.
    const claimed = await here.mailboxRecords.claim("owner", "a");
    expect(claimed?.generation).toBeGreaterThanOrEqual(2);
    await there.close();

    const alone = await startRedis();
    onTestFinished(() => alone.stop());
    const only = await bench.open(alone.url);
    await only.browserSessions.set(sessionRecord("owner"));
    await only.mailboxRecords.set("owner", { mailboxId: "a", sealed: Buffer.from("a"), generation: 1 });
    await alone.kill();
    expect(await only.mailboxRecords.claim("owner", "a")).toMatchObject({ generation: 2 });
  });

  test("at the start does not keep the gateway from starting, and its password is in no line of the log", async () => {
    const redis = await startRedis({ password: "correct horse" });
    onTestFinished(() => redis.stop());
    await redis.kill();
    const store = await bench.open(redis.url);
    expect(store.health.kind).toBe("failed");
    await store.browserSessions.set(sessionRecord("early"));
    await redis.restart();
    await untilBack(store);
    expect(await store.browserSessions.get("early")).toMatchObject({ id: "early" });
    expect(bench.log.join("\n")).not.toMatch(/horse/);
  });
});
