import { randomBytes } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { deflateRawSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import { BrowserSessions, browserSessionKey } from "@popgate/server/security/browser-sessions";
import type { BrowserSession } from "@popgate/server/security/browser-session";
import { CredentialVault } from "@popgate/server/security/credential-vault";
import { SealedMailboxRecords } from "@popgate/server/security/sealed-mailbox-records";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import { SessionManager } from "@popgate/server/sessions/ownership/session-manager";
import { MemoryStore } from "@popgate/server/store/memory/memory-store";
import { StoreError } from "@popgate/server/store/store-error";
import { smallMessage, TEST_DEADLINES } from "../../../support/gateway/demo-session.ts";
import { forOneProcess } from "../../../support/gateway/ownership.ts";
import { TemporaryCache } from "../../../support/gateway/temporary-cache.ts";

const processSecret = randomBytes(32);

let demo: DemoServer;
let cache: TemporaryCache;
let store: MemoryStore;
let vault: CredentialVault;
let owner: BrowserSession;
let manager: SessionManager;
let shared: ReturnType<typeof forOneProcess>;
let errors: unknown[];
/** The first one's password cannot be read here. */
let isSealed: boolean;
/** The store has counted a claim, and its answer is on its way. */
let claimed: () => void;
/** Before the store lists, and before it keeps. */
let listing: () => Promise<void>;
let writing: () => Promise<void>;
let signIns: number;

beforeEach(async () => {
  demo = await startDemo({ failedLoginDelayMs: 0 });
  demo.control.createMailbox({ user: "ann", password: "pw" });
  for (let nth = 1; nth <= 3; nth += 1) demo.control.deliver("ann", smallMessage(nth), `m${nth}`);
  cache = new TemporaryCache();
  store = new MemoryStore();
  vault = new CredentialVault(processSecret);
  shared = forOneProcess();
  errors = [];
  isSealed = false;
  signIns = 0;
  claimed = () => {};
  listing = async () => {};
  writing = async () => {};
  const key = browserSessionKey(processSecret);
  const browserSessions = new BrowserSessions({
    store: store.browserSessions,
    lifetimeMs: Infinity,
    ttlMs: 1_000_000,
    now: Date.now,
    key,
  });
  owner = await browserSessions.open();
  manager = startManager();
});
afterEach(async () => {
  await manager.shutdown();
  await demo.close();
  await cache.close();
});

function startManager(): SessionManager {
  const { mailboxRecords } = store;
  return new SessionManager({
    ...shared,
    onError: (_, error) => errors.push(error),
    dial: {},
    cache,
    searcher: new MessageSearcher(),
    deadlines: TEST_DEADLINES,
    limits: { sessions: 9, perOwner: 9, perAddress: 9, releaseAfterMs: 3_600_000 },
    records: new SealedMailboxRecords({
      vault,
      onDropped: (error) => {
        throw error;
      },
      store: {
        list: async (ownerId) => {
          await listing();
          return mailboxRecords.list(ownerId);
        },
        set: async (...mailbox) => {
          await writing();
          await mailboxRecords.set(...mailbox);
        },
        append: async (...change) => {
          await writing();
          await mailboxRecords.append(...change);
        },
        claim: async (...names) => {
          const answer = await mailboxRecords.claim(...names);
          claimed();
          return answer;
        },
        delete: (...names) => mailboxRecords.delete(...names),
        deleteOwner: (ownerId) => mailboxRecords.deleteOwner(ownerId),
      },
    }),
  });
}

function account() {
  const server = { host: "127.0.0.1", port: demo.pop3Port, security: "none" } as const;
  return { user: "ann", server, mechanism: "auto" } as const;
}

function signIn(): Promise<MailSession> {
  signIns += 1;
  const nth = signIns;
  const secret = () => {
    if (isSealed && nth === 1) throw new Error("no page is open");
    return "pw";
  };
  return manager.open({ ownerId: owner.id, address: "here", account: account(), secret, takesOver: false });
}

async function marksAfterRestart(): Promise<readonly string[]> {
  await manager.shutdown();
  manager = startManager();
  await manager.restore(owner.id, "here");
  return manager.of(owner.id).flatMap((session) => session.marks().uids);
}

async function isLeaseHeld(): Promise<boolean> {
  const answer = await shared.leases.acquire(shared.maildropKey(account()), "anybody", 1_000);
  return answer.kind === "held";
}

it("what is marked after the browser left in the middle of a claim is kept, and stays marked", async () => {
  const leave = vault.hold(owner);
  const session = await signIn();
  await session.changeMarks({ add: ["m1"], remove: [] });
  await session.handOver();
  claimed = leave;
  await manager.takeOver(owner.id, session.id);
  vault.hold(owner);
  await session.changeMarks({ add: ["m2"], remove: [] });
  await session.handOver();
  await manager.takeOver(owner.id, session.id);
  expect(session.marks()).toMatchObject({ uids: ["m1", "m2"], onServer: true });
});

it("a claim that could not be made is made again before the next login", async () => {
  const leave = vault.hold(owner);
  const session = await signIn();
  await session.changeMarks({ add: ["m1"], remove: [] });
  await session.handOver();
  let claims = 0;
  claimed = () => (claims += 1);
  leave();
  await manager.takeOver(owner.id, session.id);
  expect([claims, errors.length]).toEqual([0, 1]);
  vault.hold(owner);
  await session.refresh();
  await session.refresh();
  expect([claims, errors.length]).toEqual([1, 1]);
  expect(session.marks()).toMatchObject({ uids: ["m1"], onServer: true });
});

it("a claim that the store counted, and whose answer is lost, is made again before anything is dialled", async () => {
  vault.hold(owner);
  const session = await signIn();
  await session.changeMarks({ add: ["m1"], remove: [] });
  await session.handOver();
  claimed = () => {
    throw new StoreError("unavailable", "no answer");
  };
  let logins = 0;
  demo.control.subscribe(({ kind }) => (logins += kind === "locked" ? 1 : 0));
  await expect(manager.takeOver(owner.id, session.id)).rejects.toMatchObject({ code: "store-unreachable" });
  expect(logins).toBe(0);
  claimed = () => {};
  await session.refresh();
  expect(session.marks()).toMatchObject({ uids: ["m1"], onServer: true });
  await session.changeMarks({ add: ["m2"], remove: [] });
  expect(await marksAfterRestart()).toEqual(["m1", "m2"]);
  expect(errors).toEqual([]);
});

it("what the holder of the lease marks is kept, though the store has counted a claim that it does not know of", async () => {
  vault.hold(owner);
  const session = await signIn();
  await session.changeMarks({ add: ["m1"], remove: [] });
  await store.mailboxRecords.claim(owner.id, session.id);
  await session.changeMarks({ add: ["m2"], remove: [] });
  expect(await marksAfterRestart()).toEqual(["m1", "m2"]);
  expect(errors).toEqual([]);
});

it("what is kept of a mailbox does not take the place of the same one, signed in to while the store was asked", async () => {
  vault.hold(owner);
  let answer = () => {};
  const isAsked = new Promise<void>((resolve) => {
    listing = () => {
      resolve();
      return new Promise((end) => (answer = end));
    };
  });
  const restoring = manager.restore(owner.id, "here");
  await isAsked;
  const session = await signIn();
  answer();
  await restoring;
  expect(manager.find(owner.id, session.id)).toBe(session);
  expect(manager.count).toBe(1);
});

it("what another version kept is dropped, its marks too, and the mailbox can be signed in to", async () => {
  vault.hold(owner);
  const record = { account: account(), marks: [{ uid: "m1", octets: 184, sharedBy: 1 }], revision: 7 };
  const octets = Buffer.concat([Buffer.of(0, 2), Buffer.from("pw"), deflateRawSync(JSON.stringify(record))]);
  const sealed = vault.sealRecord(owner.id, "box", octets);
  await store.mailboxRecords.set(owner.id, { mailboxId: "box", sealed, generation: 1 });
  await manager.restore(owner.id, "here");
  expect(manager.of(owner.id)).toEqual([]);
  expect(errors).toHaveLength(1);
  expect(await store.mailboxRecords.list(owner.id)).toEqual([]);
  expect((await signIn()).mailbox()).toMatchObject({
    state: "transaction",
    messages: 3,
    marks: { count: 0 },
  });
});

it("a lease that is asked for again while the mailbox is let go is not given back", async () => {
  vault.hold(owner);
  const session = await signIn();
  const writes: (() => void)[] = [];
  writing = () => new Promise((end) => writes.push(end));
  isSealed = true;
  const signingInAgain = signIn();
  await expect.poll(() => writes).toHaveLength(1);
  isSealed = false;
  const handingOver = session.handOver();
  // All of it is done but what waits for the store.
  await turn();
  await manager.takeOver(owner.id, session.id);
  writing = async () => {};
  for (const end of writes) end();
  await Promise.all([handingOver, signingInAgain]);
  expect(session.mailbox().state).toBe("transaction");
  expect(await isLeaseHeld()).toBe(true);
});
