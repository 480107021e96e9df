import { expect, test } from "vitest";
import { restoreSessions } from "@popgate/server/store/guard/restore";
import { WriteJournal } from "@popgate/server/store/guard/write-journal";
import { MemoryStore } from "@popgate/server/store/memory/memory-store";
import { sessionRecord } from "./session-record.ts";

const OWNER = "owner";
const saved = (text: string, generation: number) => ({
  mailboxId: "box",
  sealed: Buffer.from(text),
  generation,
});

async function storeWith(text: string, claims: number): Promise<MemoryStore> {
  const store = new MemoryStore();
  await store.browserSessions.set(sessionRecord(OWNER));
  await store.mailboxRecords.set(OWNER, saved(text, 1));
  for (let nth = 1; nth <= claims; nth += 1) await store.mailboxRecords.claim(OWNER, "box");
  return store;
}

test("what another gateway has overtaken meanwhile is told, and does not hold up what is behind it", async () => {
  const store = await storeWith("theirs", 2);
  const journal = new WriteJournal();
  journal.add(({ mailboxRecords }) => mailboxRecords.set(OWNER, saved("ours", 2)), 300);
  journal.add(
    ({ mailboxRecords }) => mailboxRecords.set(OWNER, { ...saved("more", 1), mailboxId: "b" }),
    300,
  );
  expect(await journal.replay(store)).toEqual({ losses: 0, refusals: 1 });
  expect(journal.isEmpty).toBe(true);
  expect(await store.mailboxRecords.list(OWNER)).toEqual([
    saved("theirs", 3),
    { ...saved("more", 1), mailboxId: "b" },
  ]);
});

test("a store that came back empty keeps the later one that another gateway gave it first", async () => {
  const [memory, store] = [await storeWith("ours", 0), await storeWith("theirs", 1)];
  await restoreSessions(memory, store);
  expect(await store.mailboxRecords.list(OWNER)).toEqual([saved("theirs", 2)]);
});

test("of what is written as a whole only the last counts, behind what was written before it", async () => {
  const store = await storeWith("before", 0);
  const journal = new WriteJournal();
  const order: string[] = [];
  const write = (name: string) => async () => void order.push(name);
  journal.add(write("first whole"), 300, "box");
  journal.add(write("another"), 300);
  journal.add(write("last whole"), 300, "box");
  await journal.replay(store);
  expect(order).toEqual(["another", "last whole"]);
});

test("a store that came back empty gets a record with its changes", async () => {
  const [memory, store] = [await storeWith("ours", 0), new MemoryStore()];
  const change = { mailboxId: "box", sealed: Buffer.from("change"), generation: 1, sequence: 1 };
  await memory.mailboxRecords.append(OWNER, change);
  await restoreSessions(memory, store);
  expect(await store.mailboxRecords.list(OWNER)).toEqual([{ ...saved("ours", 1), changes: [change.sealed] }]);
});
