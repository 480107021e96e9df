import { deflateRawSync } from "node:zlib";
import { beforeEach, expect, it } from "vitest";
import { readingOf } from "@popgate/server/maildrop/message-identity";
import { planMarks } from "@popgate/server/maildrop/mark-plan";
import type { MailboxRecord } from "@popgate/server/sessions/keeping/mailbox-record";
import { readRecord } from "@popgate/server/sessions/keeping/record-form";
import { RecordWriter } from "@popgate/server/sessions/keeping/record-writer";
import { MailboxState } from "@popgate/server/sessions/state/mailbox-state";
import { MAX_CHANGES } from "@popgate/server/store/mailbox-record-store";
import { MemoryStore } from "@popgate/server/store/memory/memory-store";
import { sessionRecord } from "../../store/session-record.ts";
import { forOneProcess } from "../../../support/gateway/ownership.ts";

const OWNER = "owner";
const ID = "box";

const MAILDROP = readingOf(["m1", "m2", "m3", "m4"].map((uid) => ({ uid, octets: 1, sharedBy: 1 })));

let store: MemoryStore;
let errors: unknown[];
/** Octets of what was written, in the clear. */
let wholes: number[];
let changes: number[];
/** Between what the store has done and its answer. */
let answering: () => Promise<void>;

beforeEach(async () => {
  store = new MemoryStore();
  await store.browserSessions.set(sessionRecord(OWNER));
  [errors, wholes, changes] = [[], [], []];
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
      keep: async (ownerId, { octets, ...record }) => {
        wholes.push(octets.length);
        await store.mailboxRecords.set(ownerId, { ...record, sealed: octets });
        await answering();
        return "whole";
      },
      append: async (ownerId, { octets, ...change }) => {
        changes.push(octets.length);
        await store.mailboxRecords.append(ownerId, { ...change, sealed: octets });
        await answering();
      },
      claim: async (ownerId, mailboxId) => {
        const claimed = await store.mailboxRecords.claim(ownerId, mailboxId);
        await answering();
        return claimed && { ...claimed, octets: claimed.sealed };
      },
    },
    secret: () => "pw",
    isHeld,
    generation,
    onError: (_, error) => errors.push(error),
  });
  const mark = async (...uids: string[]) => {
    mailbox.adopt({ maildrop: MAILDROP, octets: 4, hasUniqueIds: true, unlisted: 0 }, false, {
      moved: new Set(),
      fates: new Map(),
    });
    const taken = [...mailbox.marks.uids()].filter((uid) => !uids.includes(uid));
    const plan = planMarks(mailbox.marks, uids, taken);
    const dele = plan.dele.flatMap((uid) => MAILDROP.find(uid) ?? []);
    mailbox.marks.carriedOut(plan, dele, []);
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
  const [stored] = await store.mailboxRecords.list(OWNER);
  if (stored === undefined) return [];
  const { record } = await readRecord({ ...stored, octets: stored.sealed });
  return record.marks.map(({ uid }) => uid);
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
  answering = () => {
    answering = async () => {};
    return mark("m1", "m2");
  };
  expect(await writer.claim()).toBe(true);
  await writer.settled();
  expect(await keptMarks()).toEqual(["m1", "m2"]);
});

it("writes nothing over what a gateway of a later version has written", async () => {
  const { writer, mark } = makeMailbox(["m1"], () => true);
  await writer.begin();
  const later = Buffer.concat([Buffer.alloc(2), deflateRawSync(`${JSON.stringify({ version: 4 })}\n`)]);
  await store.mailboxRecords.set(OWNER, { mailboxId: ID, sealed: later, generation: 2 });
  expect(await writer.claim()).toBe(false);
  await mark("m1", "m2");
  expect((await store.mailboxRecords.list(OWNER)).map(({ sealed }) => sealed)).toEqual([later]);
});

it("writes the record whole once, and then what has changed", async () => {
  const { writer, mark } = makeMailbox(["m1"], () => true);
  await writer.begin();
  await mark("m1", "m2");
  await mark("m2", "m3");
  expect([wholes.length, changes.length]).toEqual([1, 2]);
  expect(await keptMarks()).toEqual(["m2", "m3"]);
  await writer.keep();
  expect([wholes.length, changes.length]).toEqual([1, 2]);
});

it("goes on with changes behind a claim of its own", async () => {
  const { writer, mark } = makeMailbox(["m1"], () => true);
  await writer.begin();
  await mark("m1", "m2");
  await writer.claim();
  await mark("m1", "m2", "m3");
  expect([wholes.length, changes.length]).toEqual([1, 2]);
  expect(await keptMarks()).toEqual(["m1", "m2", "m3"]);
});

it("writes the whole with a commit that is begun, and without it when it is settled", async () => {
  const { mailbox, writer, mark } = makeMailbox(["m1"], () => true);
  await writer.begin();
  await mark("m1", "m2");
  mailbox.beginCommit(["m1", "m2"]);
  await writer.keep();
  mailbox.callOffCommit();
  await writer.keep();
  expect(wholes).toHaveLength(3);
});

it("writes the whole with another password", async () => {
  const { writer } = makeMailbox(["m1"], () => true);
  await writer.begin();
  await writer.keepAgain();
  expect([wholes.length, changes.length]).toEqual([2, 0]);
});

it("writes the whole where the store has not what the change follows", async () => {
  const { writer, mark } = makeMailbox(["m1"], () => true);
  await writer.begin();
  await mark("m1", "m2");
  await store.mailboxRecords.delete(OWNER, ID);
  await mark("m1", "m2", "m3");
  expect(await keptMarks()).toEqual(["m1", "m2", "m3"]);
  expect(errors).toEqual([]);
});

it("writes the whole behind a change of which nobody knows whether it was stored", async () => {
  const { writer, mark } = makeMailbox(["m1"], () => true);
  await writer.begin();
  answering = () => Promise.reject(new Error("no answer"));
  await mark("m1", "m2");
  answering = async () => {};
  await mark("m1");
  expect(errors).toHaveLength(1);
  expect(await keptMarks()).toEqual(["m1"]);
  expect([wholes.length, changes.length]).toEqual([2, 1]);
});

it("writes the whole anew once its changes are too many, so that what is read stays short", async () => {
  const { writer, mark } = makeMailbox(["m1", "m2"], () => true);
  await writer.begin();
  for (let times = 0; times <= MAX_CHANGES; times += 1) {
    await mark(...(times % 2 === 0 ? ["m1", "m2", "m3"] : ["m1", "m2"]));
  }
  expect([wholes.length, changes.length]).toEqual([2, MAX_CHANGES + 1]);
  expect(await keptMarks()).toEqual(["m1", "m2", "m3"]);
});
