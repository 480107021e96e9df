import { RedisStore } from "@popgate/server/store/redis/redis-store";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startCable } from "../../support/line/cable.ts";
import { requireRedis, startRedis, type RedisServer } from "../../support/programs/redis.ts";
import { sessionRecord } from "./session-record.ts";
import { storeContract } from "./store-contract.ts";

describe.skipIf(requireRedis() === undefined)("with Redis", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis({ password: "correct horse" });
  });
  afterAll(() => redis.stop());

  async function openStore(): Promise<RedisStore> {
    const store = new RedisStore(redis.url);
    await store.recover();
    return store;
  }

  storeContract(openStore);

  describe("two gateways", () => {
    test("know the same browser sessions, and one hears at its next look that the other ended one", async () => {
      const [one, two] = [await openStore(), await openStore()];
      await one.browserSessions.set(sessionRecord("shared"));
      expect(await two.browserSessions.get("shared")).toMatchObject({ id: "shared" });
      await one.browserSessions.delete("shared");
      expect(await two.browserSessions.deleteExpired(Date.now())).toEqual(["shared"]);
      expect(await one.browserSessions.deleteExpired(Date.now())).toEqual([]);
      await Promise.all([one.close(), two.close()]);
    });

    test("do not both hold a lease, and one can ask the other for it", async () => {
      const [one, two] = [await openStore(), await openStore()];
      const answer = await one.leases.acquire("mailbox", "one", 3_600_000);
      if (answer.kind === "held") throw new Error("nobody held it");
      one.leases.onAsked((key, message) => {
        if (message === "let it go") void one.leases.release(key, answer.token);
      });
      expect(await two.leases.acquire("mailbox", "two", 3_600_000)).toEqual({ kind: "held", heldBy: "one" });
      await two.leases.ask("mailbox", "let it go");
      await expect
        .poll(() => two.leases.acquire("mailbox", "two", 3_600_000))
        .toMatchObject({ kind: "acquired" });
      await Promise.all([one.close(), two.close()]);
    });
  });

  test("nothing but the name of the data is kept without an expiry", async () => {
    const store = await openStore();
    await store.browserSessions.set(sessionRecord("id"));
    await store.mailboxRecords.set("id", { mailboxId: "a", sealed: Buffer.from("sealed"), generation: 1 });
    await store.readStates.change("account", [{ uidHash: Buffer.alloc(16), seen: true, starred: true }]);
    await store.readStates.setKnown("account", Buffer.alloc(16));
    await store.leases.acquire("lease", "one", 3_600_000);
    expect(await redis.keysWithoutExpiry()).toEqual(["popgate:name"]);
    await store.close();
  });

  test("a gateway whose line died unnoticed hears questions again", async () => {
    const cable = await startCable("127.0.0.1", redis.port);
    onTestFinished(() => cable.stop());
    const store = new RedisStore(redis.url.replace(`${redis.port}`, `${cable.port}`));
    await store.recover();
    const other = await openStore();
    onTestFinished(() => Promise.all([store.close(), other.close()]).then(() => {}));
    const heard: string[] = [];
    store.leases.onAsked((_key, message) => heard.push(message));
    cable.hush();
    const ask = async () => {
      await store.recover().catch(() => {});
      await other.leases.ask("mailbox", "let it go");
      return heard.length;
    };
    await expect.poll(ask, { timeout: 30_000, interval: 500 }).toBeGreaterThan(0);
  }, 40_000);

  test("a wrong password is told, without the right one or the wrong", async () => {
    const store = new RedisStore(redis.url.replace("correct", "wrong"));
    const failure: unknown = await store.recover().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "unavailable" });
    expect(String(failure)).not.toContain("horse");
    await store.close();
  });
});
