import { randomBytes, randomUUID } from "node:crypto";
import {
  MAX_CHANGES,
  MAX_CHANGES_OCTETS,
  MAX_MAILBOX_RECORDS,
  MAX_RECORD_OCTETS,
} from "@popgate/server/store/mailbox-record-store";
import type { Store } from "@popgate/server/store/store";
import { describe, expect, test } from "vitest";
import { sessionRecord } from "./session-record.ts";

/** What every store does with mailbox records, whatever it is made of. */
export function mailboxRecordContract(store: () => Store): void {
  describe("mailbox records", () => {
    const sealed = randomBytes(2_000);
    const signIn = async (expiresAt?: number) => {
      const record = sessionRecord(randomUUID(), expiresAt);
      await store().browserSessions.set(record);
      return record.id;
    };

    test("come back octet by octet, each owner's own only", async () => {
      const [owner, other] = [await signIn(), await signIn()];
      await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, generation: 1 });
      await store().mailboxRecords.set(owner, {
        mailboxId: "b",
        sealed: Buffer.from([0, 255]),
        generation: 1,
      });
      await store().mailboxRecords.set(other, {
        mailboxId: "a",
        sealed: Buffer.from("other"),
        generation: 1,
      });
      const kept = await store().mailboxRecords.list(owner);
      expect(kept.toSorted((left, right) => left.mailboxId.localeCompare(right.mailboxId))).toEqual([
        { mailboxId: "a", sealed, generation: 1 },
        { mailboxId: "b", sealed: Buffer.from([0, 255]), generation: 1 },
      ]);
      expect(await store().mailboxRecords.list(randomUUID())).toEqual([]);
    });

    test("are replaced by what is set later, and deleted one by one or all", async () => {
      const owner = await signIn();
      for (const mailboxId of ["a", "b", "c"]) {
        await store().mailboxRecords.set(owner, { mailboxId, sealed, generation: 1 });
      }
      await store().mailboxRecords.set(owner, {
        mailboxId: "a",
        sealed: Buffer.from("later"),
        generation: 1,
      });
      await store().mailboxRecords.delete(owner, "b");
      await store().mailboxRecords.delete(owner, "c");
      expect(await store().mailboxRecords.list(owner)).toEqual([
        { mailboxId: "a", sealed: Buffer.from("later"), generation: 1 },
      ]);
      await store().mailboxRecords.deleteOwner(owner);
      expect(await store().mailboxRecords.list(owner)).toEqual([]);
    });

    test("go with their browser session, however it ends", async () => {
      const [ended, expired] = [await signIn(), await signIn()];
      for (const owner of [ended, expired])
        await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, generation: 1 });
      await store().browserSessions.delete(ended);
      await store().browserSessions.set(sessionRecord(expired, Date.now() - 1));
      await store().browserSessions.deleteExpired(Date.now());
      expect(await store().mailboxRecords.list(ended)).toEqual([]);
      expect(await store().mailboxRecords.list(expired)).toEqual([]);
    });

    test("stay when their browser session is renewed", async () => {
      const owner = await signIn();
      await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, generation: 1 });
      await store().browserSessions.set(sessionRecord(owner));
      expect(await store().mailboxRecords.list(owner)).toEqual([{ mailboxId: "a", sealed, generation: 1 }]);
    });

    test("of a browser session that is not there are not kept", async () => {
      const owner = randomUUID();
      await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, generation: 1 });
      expect(await store().mailboxRecords.list(owner)).toEqual([]);
    });

    test("belong to whoever claimed them last: what is still on its way from the one before is refused", async () => {
      const owner = await signIn();
      const mailboxId = "a";
      await store().mailboxRecords.set(owner, { mailboxId, sealed, generation: 1 });
      expect(await store().mailboxRecords.claim(owner, mailboxId)).toEqual({
        mailboxId,
        sealed,
        generation: 2,
      });
      const [late, later] = [Buffer.from("late"), Buffer.from("later")];
      await expect(
        store().mailboxRecords.set(owner, { mailboxId, sealed: late, generation: 1 }),
      ).rejects.toMatchObject({ code: "overtaken" });
      expect(await store().mailboxRecords.list(owner)).toEqual([{ mailboxId, sealed, generation: 2 }]);
      await store().mailboxRecords.set(owner, { mailboxId, sealed: later, generation: 2 });
      expect(await store().mailboxRecords.claim(owner, mailboxId)).toEqual({
        mailboxId,
        sealed: later,
        generation: 3,
      });
    });

    const change = (sequence: number, text = `change ${sequence}`, generation = 1) => ({
      mailboxId: "a",
      sealed: Buffer.from(text),
      generation,
      sequence,
    });

    test("take changes one behind the other, and give them back in their order", async () => {
      const [owner, other] = [await signIn(), await signIn()];
      for (const each of [owner, other]) {
        await store().mailboxRecords.set(each, { mailboxId: "a", sealed, generation: 1 });
      }
      const changes = Array.from({ length: 12 }, (_, at) => change(at + 1));
      for (const each of changes) await store().mailboxRecords.append(owner, each);
      const record = { mailboxId: "a", sealed, changes: changes.map((each) => each.sealed) };
      expect(await store().mailboxRecords.list(owner)).toEqual([{ ...record, generation: 1 }]);
      expect(await store().mailboxRecords.claim(owner, "a")).toEqual({ ...record, generation: 2 });
      expect(await store().mailboxRecords.list(other)).toEqual([{ mailboxId: "a", sealed, generation: 1 }]);
    });

    test("written whole have no changes but those that come with them, and more may follow", async () => {
      const owner = await signIn();
      await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, generation: 1 });
      for (const sequence of [1, 2, 3]) await store().mailboxRecords.append(owner, change(sequence));
      const changes = [Buffer.from("first"), Buffer.from([0, 255])];
      await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, changes, generation: 1 });
      await store().mailboxRecords.append(owner, change(3));
      expect(await store().mailboxRecords.list(owner)).toEqual([
        { mailboxId: "a", sealed, changes: [...changes, Buffer.from("change 3")], generation: 1 },
      ]);
      await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, generation: 1 });
      expect(await store().mailboxRecords.list(owner)).toEqual([{ mailboxId: "a", sealed, generation: 1 }]);
    });

    test("refuse a change that does not follow what is there, and stay as they are", async () => {
      const owner = await signIn();
      const gap = { code: "gap" };
      await expect(store().mailboxRecords.append(owner, change(1))).rejects.toMatchObject(gap);
      await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, generation: 1 });
      await expect(store().mailboxRecords.append(owner, change(2))).rejects.toMatchObject(gap);
      await store().mailboxRecords.append(owner, change(1));
      await expect(store().mailboxRecords.append(owner, change(1, "again"))).rejects.toMatchObject(gap);
      expect(await store().mailboxRecords.list(owner)).toEqual([
        { mailboxId: "a", sealed, changes: [Buffer.from("change 1")], generation: 1 },
      ]);
    });

    test("refuse a change of whoever was overtaken, and take the next one of whoever claimed", async () => {
      const owner = await signIn();
      await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, generation: 1 });
      await store().mailboxRecords.append(owner, change(1));
      await store().mailboxRecords.claim(owner, "a");
      await expect(store().mailboxRecords.append(owner, change(2))).rejects.toMatchObject({
        code: "overtaken",
      });
      await store().mailboxRecords.append(owner, change(2, "theirs", 2));
      expect(await store().mailboxRecords.list(owner)).toEqual([
        { mailboxId: "a", sealed, changes: [Buffer.from("change 1"), Buffer.from("theirs")], generation: 2 },
      ]);
    });

    test("whose browser session is not there take no change, and nobody is told", async () => {
      const owner = await signIn();
      await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, generation: 1 });
      await store().browserSessions.delete(owner);
      await store().mailboxRecords.append(owner, change(1));
      expect(await store().mailboxRecords.list(owner)).toEqual([]);
    });

    test("that are deleted leave no change behind", async () => {
      const owner = await signIn();
      for (let times = 0; times < 2; times += 1) {
        await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, generation: 1 });
        expect(await store().mailboxRecords.list(owner)).toEqual([{ mailboxId: "a", sealed, generation: 1 }]);
        await store().mailboxRecords.append(owner, change(1));
        await store().mailboxRecords.delete(owner, "a");
      }
      expect(await store().mailboxRecords.list(owner)).toEqual([]);
    });

    test("take no more changes than are read again in reasonable time, nor more octets", async () => {
      const owner = await signIn();
      const changes = Array.from({ length: MAX_CHANGES - 1 }, () => Buffer.from("one"));
      await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, changes, generation: 1 });
      await store().mailboxRecords.append(owner, change(MAX_CHANGES));
      const limit = { code: "limit" };
      await expect(store().mailboxRecords.append(owner, change(MAX_CHANGES + 1))).rejects.toMatchObject(
        limit,
      );
      await store().mailboxRecords.set(owner, { mailboxId: "a", sealed, generation: 1 });
      const most = { ...change(1), sealed: Buffer.alloc(MAX_CHANGES_OCTETS) };
      await store().mailboxRecords.append(owner, most);
      await expect(store().mailboxRecords.append(owner, change(2))).rejects.toMatchObject(limit);
    });

    test("that are not there cannot be claimed", async () => {
      const owner = await signIn();
      expect(await store().mailboxRecords.claim(owner, "a")).toBeUndefined();
      expect(await store().mailboxRecords.claim(randomUUID(), "a")).toBeUndefined();
      expect(await store().mailboxRecords.list(owner)).toEqual([]);
    });

    test("are refused beyond their size and number", async () => {
      const owner = await signIn();
      const large = Buffer.alloc(MAX_RECORD_OCTETS + 1);
      await expect(
        store().mailboxRecords.set(owner, { mailboxId: "a", sealed: large, generation: 1 }),
      ).rejects.toMatchObject({
        code: "limit",
      });
      for (let index = 0; index < MAX_MAILBOX_RECORDS; index += 1) {
        await store().mailboxRecords.set(owner, { mailboxId: `${index}`, sealed, generation: 1 });
      }
      await expect(
        store().mailboxRecords.set(owner, { mailboxId: "more", sealed, generation: 1 }),
      ).rejects.toMatchObject({
        code: "limit",
      });
      await store().mailboxRecords.set(owner, {
        mailboxId: "0",
        sealed: Buffer.from("later"),
        generation: 1,
      });
      expect(await store().mailboxRecords.list(owner)).toHaveLength(MAX_MAILBOX_RECORDS);
    });
  });
}
