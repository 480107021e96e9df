import { deflateRawSync } from "node:zlib";
import { beforeEach, expect, it } from "vitest";
import { readingOf } from "@popgate/server/maildrop/message-facts";
import type { MailboxRecord } from "@popgate/server/sessions/keeping/mailbox-record";
import { readRecord } from "@popgate/server/sessions/keeping/record-form";
import { RecordWriter } from "@popgate/server/sessions/keeping/record-writer";
import { MailboxState } from "@popgate/server/sessions/state/mailbox-state";
import { MemoryStore } from "@popgate/server/store/memory/memory-store";
import { forOneProcess } from "../../../support/gateway/ownership.ts";

const OWNER = "owner";
const ID = "box";

const MAILDROP = readingOf(["m1", "m2", "m3", "m4"].map((uid) => ({ uid, octets: 1, sharedBy: 1 })));

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

/** A mailbox of four messages, with some of them marked, and what writes its record. */
function makeMailbox(marked: readonly string[], isHeld: () => boolean, generation?: number) {
  const mailbox = new MailboxState({ id: ID, account, record: recordOf(...marked) });
  const writer = new RecordWriter({
    ownerId: OWNER,
    mailboxId: ID,
    mailbox,
    records: {
      ...forOneProcess().records,
      keep: (ownerId, { mailboxId, octets, generation: written }) =>
        store.mailboxRecords.set(ownerId, { mailboxId, sealed: octets, generation: written }),
      claim: async (ownerId, mailboxId) => {
        const claimed = await store.mailboxRecords.claim(ownerId, mailboxId);
        await answering();
        return claimed && { mailboxId, octets: claimed.sealed, generation: claimed.generation };
      },
    },
    secret: () => "pw",
    isHeld,
    generation,
    onError: (_, error) => errors.push(error),
  });
  const mark = async (...uids: string[]) => {
    mailbox.adopt({ maildrop: MAILDROP, octets: 4, hasUniqueIds: true }, false);
    mailbox.marks.adopt(
      MAILDROP.messages.filter(({ uid }) => uids.includes(uid)),
      0,
    );
    await writer.keep();
  };
  return { mailbox, writer, mark };
}

const account = {
  user: "ann",
  server: { host: "pop.example.org", port: 995, security: "tls" },
  mechanism: "auto",
} as const;

function recordOf(...uids: string[]): MailboxRecord {
  return { account, marks: uids.map((uid) => ({ uid, octets: 1, sharedBy: 1 })), revision: 1 };
}

async function keptMarks(): Promise<string[]> {
  const saved = await store.mailboxRecords.list(OWNER);
  return saved.flatMap(({ sealed }) => readRecord(sealed).record.marks.map(({ uid }) => uid));
}

it("says that it could not keep what another gateway has overtaken, and leaves that as it is", async () => {
  const here = makeMailbox(["m1"], () => false);
  await here.writer.begin();
  const there = makeMailbox(["m1"], () => true, 1);
  await there.writer.claim();
  await there.mark("m1", "m2");
  await here.mark("m1", "m3");
  expect(errors).toMatchObject([{ code: "overtaken" }]);
  expect(await keptMarks()).toEqual(["m1", "m2"]);
  expect(await here.writer.claim()).toBe(true);
  expect([...here.mailbox.marks.uids()]).toEqual(["m1", "m2"]);
});

it("writes what was refused while its own claim was under way, once that is answered", async () => {
  const { writer, mark } = makeMailbox(["m1"], () => false);
  await writer.begin();
  answering = () => mark("m1", "m2");
  expect(await writer.claim()).toBe(true);
  await writer.settled();
  expect(await keptMarks()).toEqual(["m1", "m2"]);
});

it("writes nothing over what a gateway of a later version has written", async () => {
  const { writer, mark } = makeMailbox(["m1"], () => true);
  await writer.begin();
  const later = Buffer.concat([Buffer.alloc(2), deflateRawSync(JSON.stringify({ version: 3 }))]);
  await store.mailboxRecords.set(OWNER, { mailboxId: ID, sealed: later, generation: 2 });
  expect(await writer.claim()).toBe(false);
  await mark("m1", "m2");
  expect((await store.mailboxRecords.list(OWNER)).map(({ sealed }) => sealed)).toEqual([later]);
});
