import { deflateRawSync } from "node:zlib";
import { beforeEach, expect, it } from "vitest";
import type { MailboxRecord } from "@popgate/server/sessions/keeping/mailbox-record";
import { readRecord } from "@popgate/server/sessions/keeping/record-form";
import { RecordWriter, type RecordWriterOptions } from "@popgate/server/sessions/keeping/record-writer";
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

function makeRecord(kept: RecordWriterOptions["kept"], isHeld: () => boolean): RecordWriter {
  return new RecordWriter({
    ownerId: OWNER,
    mailboxId: ID,
    records: {
      ...forOneProcess().records,
      keep: (ownerId, { mailboxId, octets, generation }) =>
        store.mailboxRecords.set(ownerId, { mailboxId, sealed: octets, generation }),
      claim: async (ownerId, mailboxId) => {
        const claimed = await store.mailboxRecords.claim(ownerId, mailboxId);
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

function record(...uids: string[]): MailboxRecord {
  const server = { host: "pop.example.org", port: 995, security: "tls" } as const;
  const marks = uids.map((uid) => ({ uid, octets: 1, sharedBy: 1 }));
  return { account: { user: "ann", server, mechanism: "auto" }, marks, revision: 1 };
}

async function keptMarks(): Promise<string[]> {
  const saved = await store.mailboxRecords.list(OWNER);
  return saved.flatMap(({ sealed }) => readRecord(sealed).record.marks.map(({ uid }) => uid));
}

it("says that it could not keep what another gateway has overtaken, and leaves that as it is", async () => {
  const here = makeRecord(undefined, () => false);
  await here.begin(record("m1"));
  const there = makeRecord({ record: record("m1"), generation: 1 }, () => true);
  await there.claim();
  await there.keep(record("m1", "m2"));
  await here.keep(record("m1", "m3"));
  expect(errors).toMatchObject([{ code: "overtaken" }]);
  expect(await keptMarks()).toEqual(["m1", "m2"]);
  expect(await here.claim()).toMatchObject({ kind: "left", record: record("m1", "m2") });
});

it("writes what was refused while its own claim was under way, once that is answered", async () => {
  const writer = makeRecord(undefined, () => false);
  await writer.begin(record("m1"));
  answering = () => writer.keep(record("m1", "m2"));
  expect(await writer.claim()).toEqual({ kind: "known" });
  await writer.settled();
  expect(await keptMarks()).toEqual(["m1", "m2"]);
});

it("writes nothing over what a gateway of a later version has written", async () => {
  const writer = makeRecord(undefined, () => true);
  await writer.begin(record("m1"));
  const later = Buffer.concat([Buffer.alloc(2), deflateRawSync(JSON.stringify({ version: 3 }))]);
  await store.mailboxRecords.set(OWNER, { mailboxId: ID, sealed: later, generation: 2 });
  expect(await writer.claim()).toEqual({ kind: "unread" });
  await writer.keep(record("m1", "m2"));
  expect((await store.mailboxRecords.list(OWNER)).map(({ sealed }) => sealed)).toEqual([later]);
});
