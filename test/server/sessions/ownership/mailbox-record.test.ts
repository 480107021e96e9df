import { deflateRawSync } from "node:zlib";
import { beforeEach, expect, it } from "vitest";
import type { SessionSnapshot } from "@popgate/server/sessions/connection/session-snapshot";
import { readKeptMailbox } from "@popgate/server/sessions/ownership/kept-mailbox";
import { MailboxRecord, type MailboxRecordOptions } from "@popgate/server/sessions/ownership/mailbox-record";
import { MemoryStore } from "@popgate/server/store/memory/memory-store";
import { forOneProcess } from "../../../support/gateway/ownership.ts";

const OWNER = "owner";
const ID = "box";

let store: MemoryStore;
let errors: unknown[];
/** Between what the store has counted and its answer. */
let answering: () => Promise<void>;

beforeEach(async () => {
  store = new MemoryStore();
  const expiresAt = Date.now() + 3_600_000;
  await store.browserSessions.set({ id: OWNER, secretHash: Buffer.alloc(32), expiresAt });
  errors = [];
  answering = async () => {};
});

function makeRecord(kept: MailboxRecordOptions["kept"], isHeld: () => boolean): MailboxRecord {
  return new MailboxRecord({
    ownerId: OWNER,
    mailboxId: ID,
    keeper: {
      ...forOneProcess().keeper,
      keep: (ownerId, { mailboxId, octets, generation }) =>
        store.savedMailboxes.set(ownerId, { mailboxId, sealed: octets, generation }),
      claim: async (ownerId, mailboxId) => {
        const claimed = await store.savedMailboxes.claim(ownerId, mailboxId);
        await answering();
        return claimed && { mailboxId, octets: claimed.sealed, generation: claimed.generation };
      },
    },
    secret: () => "pw",
    isHeld,
    kept,
    onError: (_, error) => errors.push(error),
  });
}

function snapshot(...uids: string[]): SessionSnapshot {
  const server = { host: "pop.example.org", port: 995, security: "tls" } as const;
  const marks = uids.map((uid) => ({ uid, octets: 1, sharedBy: 1 }));
  return { account: { user: "ann", server, mechanism: "auto" }, marks, revision: 1 };
}

async function keptMarks(): Promise<string[]> {
  const saved = await store.savedMailboxes.list(OWNER);
  return saved.flatMap(({ sealed }) => readKeptMailbox(sealed).snapshot.marks.map(({ uid }) => uid));
}

it("says that it could not keep what another gateway has overtaken, and leaves that as it is", async () => {
  const here = makeRecord(undefined, () => false);
  await here.begin(snapshot("m1"));
  const there = makeRecord({ snapshot: snapshot("m1"), generation: 1 }, () => true);
  await there.claim();
  await there.keep(snapshot("m1", "m2"));
  await here.keep(snapshot("m1", "m3"));
  expect(errors).toMatchObject([{ code: "overtaken" }]);
  expect(await keptMarks()).toEqual(["m1", "m2"]);
  expect(await here.claim()).toMatchObject({ kind: "left", snapshot: snapshot("m1", "m2") });
});

it("writes what was refused while its own claim was under way, once that is answered", async () => {
  const record = makeRecord(undefined, () => false);
  await record.begin(snapshot("m1"));
  answering = () => record.keep(snapshot("m1", "m2"));
  expect(await record.claim()).toEqual({ kind: "known" });
  await record.settled();
  expect(await keptMarks()).toEqual(["m1", "m2"]);
});

it("writes nothing over what a gateway of a later version has written", async () => {
  const record = makeRecord(undefined, () => true);
  await record.begin(snapshot("m1"));
  const later = Buffer.concat([Buffer.alloc(2), deflateRawSync(JSON.stringify({ version: 3 }))]);
  await store.savedMailboxes.set(OWNER, { mailboxId: ID, sealed: later, generation: 2 });
  expect(await record.claim()).toEqual({ kind: "unread" });
  await record.keep(snapshot("m1", "m2"));
  expect((await store.savedMailboxes.list(OWNER)).map(({ sealed }) => sealed)).toEqual([later]);
});
