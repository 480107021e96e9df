import type { MailSession } from "@popgate/server/sessions/mail-session";
import { KeyedHash } from "@popgate/server/store/keyed-hash";
import { MemoryStore } from "@popgate/server/store/memory/memory-store";
import { SqliteStore } from "@popgate/server/store/sqlite/sqlite-store";
import type { Store } from "@popgate/server/store/store";
import type { Row } from "@popgate/shared/api/message";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  ALL_ROWS,
  smallMessage,
  startDemoBench,
  USER,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

const names = new KeyedHash(Buffer.alloc(32, 1));
const account = names.account({ user: USER, host: "127.0.0.1", port: 110 });
let bench: DemoBench;
let store: Store;
let errors: unknown[];
beforeEach(async () => {
  bench = await startDemoBench(3);
  store = new MemoryStore();
  errors = [];
});
afterEach(() => bench.close());

function newSession(): MailSession {
  const hashOf = (uid: string) => names.uid(account, uid);
  const onError = (error: unknown) => errors.push(error);
  return bench.session({ readState: { store: store.readStates, account, hashOf, onError } });
}

async function visit(): Promise<MailSession> {
  const session = newSession();
  await session.open();
  return session;
}

const deliver = (nth: number) => bench.demo.control.deliver(USER, smallMessage(nth), `m${nth}`);
const uidsThat = (session: MailSession, passes: (row: Row) => boolean) =>
  session
    .rows(ALL_ROWS)
    .items.filter(passes)
    .map(({ uid }) => uid);
const newOnes = (session: MailSession) => uidsThat(session, ({ isNew }) => isNew);
const seenOnes = (session: MailSession) => uidsThat(session, ({ seen }) => seen);
const starredOnes = (session: MailSession) => uidsThat(session, ({ starred }) => starred);

test("a visit hashes each unique-id once, however often it is compared and written", async () => {
  for (const visited of ["first", "second"]) {
    const hashed: string[] = [];
    const hashOf = (uid: string) => {
      hashed.push(uid);
      return names.uid(account, uid);
    };
    const onError = (error: unknown) => errors.push(error);
    const session = bench.session({ readState: { store: store.readStates, account, hashOf, onError } });
    await session.open();
    await session.close();
    expect(hashed, visited).toEqual(["m1", "m2", "m3"]);
  }
  expect(errors).toEqual([]);
});

describe("read and starred", () => {
  test("are there again at the next visit", async () => {
    const first = await visit();
    first.patch("m1", { seen: true });
    first.patch("m2", { seen: true });
    first.patch("m2", { starred: true });
    first.patch("m3", { seen: true });
    first.patch("m3", { seen: false });
    await first.close();
    const second = await visit();
    expect(seenOnes(second)).toEqual(["m1", "m2"]);
    expect(starredOnes(second)).toEqual(["m2"]);
    expect(errors).toEqual([]);
  });

  test("are kept while nobody signs out: a moment later they are written", async () => {
    const session = await visit();
    session.patch("m1", { seen: true });
    await expect
      .poll(async () => (await store.readStates.load(account)).seen)
      .toEqual(names.uid(account, "m1"));
  });

  test("that another session changed meanwhile show when the mailbox comes back", async () => {
    const first = await visit();
    first.patch("m1", { seen: true });
    await first.handOver();
    const second = await visit();
    expect(seenOnes(second)).toEqual(["m1"]);
    second.patch("m1", { seen: false });
    second.patch("m3", { starred: true });
    await second.close();
    const { generation } = first.mailbox();
    await first.takeOver();
    expect(seenOnes(first)).toEqual([]);
    expect(starredOnes(first)).toEqual(["m3"]);
    expect(first.mailbox().generation).toBeGreaterThan(generation);
  });

  test("of a message that left the maildrop are forgotten", async () => {
    const first = await visit();
    first.patch("m1", { seen: true });
    first.patch("m2", { starred: true });
    await first.changeMarks({ add: ["m1"], remove: [] });
    await first.commit(["m1"]);
    await first.close();
    await (await visit()).close();
    const state = await store.readStates.load(account);
    expect(state.seen).toHaveLength(0);
    expect(state.starred).toEqual(names.uid(account, "m2"));
  });
});

describe("new", () => {
  test("is nothing at the first visit, not even what arrives during it", async () => {
    const session = await visit();
    expect(newOnes(session)).toEqual([]);
    deliver(4);
    await session.refresh();
    expect(newOnes(session)).toEqual([]);
  });

  test("is what came since the last visit and during this one, however often it is refreshed", async () => {
    await (await visit()).close();
    deliver(4);
    const session = await visit();
    expect(newOnes(session)).toEqual(["m4"]);
    deliver(5);
    await session.refresh();
    await session.refresh();
    expect(newOnes(session)).toEqual(["m4", "m5"]);
    expect(session.rows({ ...ALL_ROWS, filter: "new" }).items.map(({ uid }) => uid)).toEqual(["m4", "m5"]);
  });

  test("stays new when the visit is interrupted, and is old at the next one", async () => {
    await (await visit()).close();
    deliver(4);
    const session = await visit();
    await session.handOver();
    deliver(5);
    await session.takeOver();
    expect(newOnes(session)).toEqual(["m4", "m5"]);
    await session.close();
    expect(newOnes(await visit())).toEqual([]);
  });
});

test("a store that fails keeps nobody from signing in, and what is read stays read", async () => {
  // Never opened, so it refuses everything.
  store = new SqliteStore({ file: "/nowhere/popgate.sqlite", setAside: () => {} });
  const session = await visit();
  session.patch("m1", { seen: true });
  await session.refresh();
  expect(seenOnes(session)).toEqual(["m1"]);
  expect(newOnes(session)).toEqual([]);
  expect(errors).toEqual([expect.objectContaining({ code: "unavailable" })]);
});
