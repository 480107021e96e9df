import { randomBytes, randomUUID } from "node:crypto";
import { hashesOf, hashKey } from "@popgate/server/store/packed-uid-hashes";
import type { Store } from "@popgate/server/store/store";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mailboxRecordContract } from "./mailbox-record-contract.ts";
import { sessionRecord } from "./session-record.ts";

/** As long as no test lasts. */
const HOUR_MS = 3_600_000;

/** What every store does, whatever it is made of. Each test opens its own. */
export function storeContract(open: () => Promise<Store>): void {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  describe("browser sessions", () => {
    test("come back as they were set, and nothing comes for another id", async () => {
      const record = sessionRecord();
      await store.browserSessions.set(record);
      expect(await store.browserSessions.get(record.id)).toEqual(record);
      expect(await store.browserSessions.get(randomUUID())).toBeUndefined();
    });

    test("that are touched expire later, and are else as they were", async () => {
      const record = sessionRecord();
      await store.browserSessions.set(record);
      const expiresAt = record.expiresAt + HOUR_MS;
      await store.browserSessions.touch(record.id, expiresAt);
      expect(await store.browserSessions.get(record.id)).toEqual({ ...record, expiresAt });
    });

    test("that are gone stay so when they are touched", async () => {
      const record = sessionRecord();
      await store.browserSessions.touch(record.id, record.expiresAt);
      expect(await store.browserSessions.get(record.id)).toBeUndefined();
    });

    test("are replaced by one of two who know the former secret", async () => {
      const [former, one, other] = [sessionRecord("id"), sessionRecord("id"), sessionRecord("id")];
      await store.browserSessions.set(former);
      const answers = await Promise.all(
        [one, other].map((record) => store.browserSessions.replace(record, former.secretHash)),
      );
      expect(new Set(answers)).toEqual(new Set([true, false]));
      expect(await store.browserSessions.get("id")).toEqual(answers[0] === true ? one : other);
      expect(await store.browserSessions.replace(former, former.secretHash)).toBe(false);
      expect(await store.browserSessions.replace(sessionRecord(), former.secretHash)).toBe(false);
    });

    test("keep what they own when they are replaced", async () => {
      const former = sessionRecord("id");
      await store.browserSessions.set(former);
      const mailbox = { mailboxId: "box", sealed: Buffer.from("sealed"), generation: 1 };
      await store.mailboxRecords.set("id", mailbox);
      expect(await store.browserSessions.replace(sessionRecord("id"), former.secretHash)).toBe(true);
      expect(await store.mailboxRecords.list("id")).toEqual([mailbox]);
    });

    test("are gone when deleted, and that twice does no harm", async () => {
      const record = sessionRecord();
      await store.browserSessions.set(record);
      await store.browserSessions.delete(record.id);
      await store.browserSessions.delete(record.id);
      expect(await store.browserSessions.get(record.id)).toBeUndefined();
    });

    test("that expired are deleted and told once", async () => {
      const [expired, live] = [sessionRecord(randomUUID(), Date.now() - 1), sessionRecord()];
      await store.browserSessions.set(expired);
      await store.browserSessions.set(live);
      expect(await store.browserSessions.deleteExpired(Date.now())).toEqual([expired.id]);
      expect(await store.browserSessions.deleteExpired(Date.now())).toEqual([]);
      expect(await store.browserSessions.get(expired.id)).toBeUndefined();
      expect(await store.browserSessions.get(live.id)).toEqual(live);
    });
  });

  describe("who is signed in to a maildrop", () => {
    const signIn = async () => {
      const record = sessionRecord();
      await store.browserSessions.set(record);
      return record.id;
    };
    const ofMaildrop = async (maildrop: string) =>
      (await store.maildropOwners.list(maildrop))
        .map(({ ownerId, mailboxId }) => `${ownerId} ${mailboxId}`)
        .toSorted();

    test("is told of this maildrop alone, each once", async () => {
      const [one, other] = [await signIn(), await signIn()];
      const [maildrop, another] = [randomUUID(), randomUUID()];
      for (const ownerId of [one, other, one])
        await store.maildropOwners.add(maildrop, { ownerId, mailboxId: "a" });
      await store.maildropOwners.add(another, { ownerId: one, mailboxId: "b" });
      expect(await ofMaildrop(maildrop)).toEqual([`${one} a`, `${other} a`].toSorted());
      await store.maildropOwners.remove(maildrop, { ownerId: one, mailboxId: "a" });
      expect(await ofMaildrop(maildrop)).toEqual([`${other} a`]);
      expect(await ofMaildrop(another)).toEqual([`${one} b`]);
    });

    test("goes with the browser session, and is not noted of one that is not there", async () => {
      const maildrop = randomUUID();
      const ownerId = await signIn();
      await store.maildropOwners.add(maildrop, { ownerId, mailboxId: "a" });
      await store.maildropOwners.add(maildrop, { ownerId: randomUUID(), mailboxId: "a" });
      expect(await ofMaildrop(maildrop)).toEqual([`${ownerId} a`]);
      await store.browserSessions.delete(ownerId);
      expect(await ofMaildrop(maildrop)).toEqual([]);
    });
  });

  mailboxRecordContract(() => store);

  describe("read states", () => {
    const [first, second, third] = [randomBytes(16), randomBytes(16), randomBytes(16)];
    const keys = (packed: Buffer | undefined) =>
      [...hashesOf(packed ?? Buffer.alloc(0))].map(hashKey).toSorted();
    const sorted = (...hashes: Buffer[]) => hashes.map(hashKey).toSorted();

    test("are empty for an account that was never here, and what it knew is unknown", async () => {
      const state = await store.readStates.load(randomUUID());
      expect(keys(state.seen)).toEqual([]);
      expect(keys(state.starred)).toEqual([]);
      expect(state.known).toBeUndefined();
    });

    test("keep seen and starred apart, and what a change leaves out", async () => {
      const account = randomUUID();
      await store.readStates.change(account, [
        { uidHash: first, seen: true },
        { uidHash: second, starred: true },
        { uidHash: first, starred: true },
      ]);
      await store.readStates.change(account, [{ uidHash: second, seen: true, starred: false }]);
      const state = await store.readStates.load(account);
      expect(keys(state.seen)).toEqual(sorted(first, second));
      expect(keys(state.starred)).toEqual(sorted(first));
      expect(state.known).toBeUndefined();
      expect(keys((await store.readStates.load(randomUUID())).seen)).toEqual([]);
    });

    test("take back what was set, in the order of the changes", async () => {
      const account = randomUUID();
      await store.readStates.change(account, [{ uidHash: first, seen: true, starred: true }]);
      await store.readStates.change(account, [
        { uidHash: first, seen: true },
        { uidHash: first, seen: false },
      ]);
      const state = await store.readStates.load(account);
      expect(keys(state.seen)).toEqual([]);
      expect(keys(state.starred)).toEqual(sorted(first));
    });

    test("know the maildrop of the last visit, an empty one too", async () => {
      const account = randomUUID();
      await store.readStates.setKnown(account, Buffer.concat([first, second]));
      expect(keys((await store.readStates.load(account)).known)).toEqual(sorted(first, second));
      await store.readStates.setKnown(account, third);
      expect(keys((await store.readStates.load(account)).known)).toEqual(sorted(third));
      await store.readStates.setKnown(account, Buffer.alloc(0));
      expect((await store.readStates.load(account)).known).toEqual(Buffer.alloc(0));
    });

    test("forget messages that left the maildrop, and nothing else", async () => {
      const account = randomUUID();
      const changes = [first, second, third].map((uidHash) => ({ uidHash, seen: true, starred: true }));
      await store.readStates.change(account, changes);
      await store.readStates.prune(account, Buffer.concat([first, third]));
      const state = await store.readStates.load(account);
      expect(keys(state.seen)).toEqual(sorted(first, third));
      expect(keys(state.starred)).toEqual(sorted(first, third));
    });

    test("hold a hundred thousand messages", async () => {
      const account = randomUUID();
      const packed = randomBytes(16 * 100_000);
      const changes = [...hashesOf(packed)].map((uidHash) => ({ uidHash, seen: true }));
      await store.readStates.change(account, changes);
      await store.readStates.setKnown(account, packed);
      await store.readStates.prune(account, packed.subarray(16));
      const state = await store.readStates.load(account);
      expect(new Set(keys(state.seen))).toEqual(new Set(keys(packed.subarray(16))));
      expect(new Set(keys(state.known))).toEqual(new Set(keys(packed)));
    });

    test("refuse what is no hash", async () => {
      const account = randomUUID();
      const limit = { code: "limit" };
      const short = Buffer.alloc(15);
      await expect(store.readStates.change(account, [{ uidHash: short, seen: true }])).rejects.toMatchObject(
        limit,
      );
      await expect(store.readStates.setKnown(account, short)).rejects.toMatchObject(limit);
    });
  });

  describe("leases", () => {
    const acquire = async (key: string, holder = "one") => {
      const answer = await store.leases.acquire(key, holder, HOUR_MS);
      if (answer.kind === "held") throw new Error(`held by ${answer.heldBy}`);
      return answer.token;
    };

    test("are held by one until it lets go", async () => {
      const key = randomUUID();
      const token = await acquire(key, "gateway one.a");
      expect(await store.leases.acquire(key, "two", HOUR_MS)).toEqual({
        kind: "held",
        heldBy: "gateway one.a",
      });
      await store.leases.release(key, token);
      await acquire(key, "two");
    });

    test("are looked at without taking them: whoever holds one keeps it, and a free one stays free", async () => {
      const key = randomUUID();
      expect(await store.leases.holderOf(key)).toBeUndefined();
      const token = await acquire(key, "gateway one.a");
      expect(await store.leases.holderOf(key)).toBe("gateway one.a");
      expect(await store.leases.renew(key, token, HOUR_MS)).toBe(true);
      await store.leases.release(key, token);
      expect(await store.leases.holderOf(key)).toBeUndefined();
    });

    test("are not released by whoever held them before", async () => {
      const key = randomUUID();
      const before = await acquire(key);
      await store.leases.release(key, before);
      const token = await acquire(key, "two");
      await store.leases.release(key, before);
      expect(await store.leases.renew(key, before, HOUR_MS)).toBe(false);
      expect(await store.leases.acquire(key, "three", HOUR_MS)).toEqual({ kind: "held", heldBy: "two" });
      expect(await store.leases.renew(key, token, HOUR_MS)).toBe(true);
    });

    test("are free when they expired, and the holder may take them anew while nobody did", async () => {
      const key = randomUUID();
      const answer = await store.leases.acquire(key, "one", 1);
      if (answer.kind === "held") throw new Error("nobody held it");
      await expect.poll(() => store.leases.acquire(key, "two", 1)).toMatchObject({ kind: "acquired" });
      await expect.poll(() => store.leases.renew(key, answer.token, HOUR_MS)).toBe(true);
      expect(await store.leases.acquire(key, "three", HOUR_MS)).toEqual({ kind: "held", heldBy: "one" });
    });

    test("carry a question to whoever listens", async () => {
      const key = randomUUID();
      const heard = new Promise<[string, string]>((resolve) => {
        store.leases.onAsked((...question) => resolve(question));
      });
      await store.leases.ask(key, "let it go");
      expect(await heard).toEqual([key, "let it go"]);
    });

    test("carry none to whoever stopped listening", async () => {
      const heard: string[] = [];
      const stop = store.leases.onAsked((_, message) => heard.push(`stopped ${message}`));
      const last = new Promise<void>((resolve) => {
        store.leases.onAsked((_, message) => {
          heard.push(message);
          if (message === "last") resolve();
        });
      });
      stop();
      await store.leases.ask(randomUUID(), "first");
      await store.leases.ask(randomUUID(), "last");
      await last;
      expect(heard).toEqual(["first", "last"]);
    });
  });
}
