import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { BrowserSessions, browserSessionKey } from "@popgate/server/security/browser-sessions";
import { CredentialVault, SealedError } from "@popgate/server/security/credential-vault";
import { SealedMailboxRecords } from "@popgate/server/security/sealed-mailbox-records";
import { MemoryStore } from "@popgate/server/store/memory/memory-store";

const processSecret = randomBytes(32);
const CLEAR = Buffer.from("a password and some unique-ids");

let store: MemoryStore;
let dropped: unknown[];

beforeEach(() => {
  store = new MemoryStore();
  dropped = [];
});

function start(secret = processSecret) {
  const vault = new CredentialVault(secret);
  const mailboxes = new SealedMailboxRecords({
    store: store.mailboxRecords,
    vault,
    onDropped: (error) => dropped.push(error),
  });
  const browserSessions = new BrowserSessions({
    store: store.browserSessions,
    lifetimeMs: Infinity,
    ttlMs: 1_000_000,
    now: Date.now,
    key: browserSessionKey(secret),
  });
  return { vault, mailboxes, browserSessions };
}

test("a mailbox comes back in another process with the same secret and the same cookie", async () => {
  const before = start();
  const owner = await before.browserSessions.open();
  before.vault.hold(owner);
  await before.mailboxes.keep(owner.id, { mailboxId: "box", octets: CLEAR, generation: 1 });
  const [saved] = await store.mailboxRecords.list(owner.id);
  expect(saved?.sealed.includes(CLEAR)).toBe(false);

  const after = start();
  after.vault.hold(owner);
  expect(await after.mailboxes.restore(owner.id)).toEqual([
    { mailboxId: "box", octets: CLEAR, generation: 1 },
  ]);
});

test("nothing is kept, opened or dropped while nobody shows the cookie", async () => {
  const { vault, mailboxes, browserSessions } = start();
  const owner = await browserSessions.open();
  await expect(mailboxes.keep(owner.id, { mailboxId: "box", octets: CLEAR, generation: 1 })).rejects.toThrow(
    SealedError,
  );
  const release = vault.hold(owner);
  await mailboxes.keep(owner.id, { mailboxId: "box", octets: CLEAR, generation: 1 });
  release();
  await expect(mailboxes.restore(owner.id)).rejects.toThrow(SealedError);
  expect(await store.mailboxRecords.list(owner.id)).toHaveLength(1);
});

test("a record that was tampered with, swapped, or sealed under another secret is dropped; the others stay", async () => {
  const { vault, mailboxes, browserSessions } = start();
  const owner = await browserSessions.open();
  vault.hold(owner);
  const stranger = start(randomBytes(32)).vault;
  stranger.hold(owner);
  for (const mailboxId of ["sound", "bent", "swapped", "strange"]) {
    await mailboxes.keep(owner.id, { mailboxId, octets: CLEAR, generation: 1 });
  }
  const [sound] = await store.mailboxRecords.list(owner.id);
  const sealed = sound?.sealed ?? Buffer.alloc(0);
  const bent = Buffer.from(sealed);
  bent[20] = (bent[20] ?? 0) ^ 1;
  await store.mailboxRecords.set(owner.id, { mailboxId: "bent", sealed: bent, generation: 1 });
  await store.mailboxRecords.set(owner.id, { mailboxId: "swapped", sealed, generation: 1 });
  const strange = stranger.sealRecord(owner.id, "strange", CLEAR);
  await store.mailboxRecords.set(owner.id, { mailboxId: "strange", sealed: strange, generation: 1 });

  expect(await mailboxes.restore(owner.id)).toEqual([{ mailboxId: "sound", octets: CLEAR, generation: 1 }]);
  expect(dropped).toHaveLength(3);
  expect((await store.mailboxRecords.list(owner.id)).map(({ mailboxId }) => mailboxId)).toEqual(["sound"]);
});

test("one that does not open when it is claimed is dropped, so that what is written next is kept", async () => {
  const { vault, mailboxes, browserSessions } = start();
  const owner = await browserSessions.open();
  vault.hold(owner);
  const bent = Buffer.from("nobody sealed this");
  await store.mailboxRecords.set(owner.id, { mailboxId: "box", sealed: bent, generation: 4 });
  expect(await mailboxes.claim(owner.id, "box")).toBeUndefined();
  expect(dropped).toHaveLength(1);
  await mailboxes.keep(owner.id, { mailboxId: "box", octets: CLEAR, generation: 1 });
  expect(await mailboxes.claim(owner.id, "box")).toEqual({ mailboxId: "box", octets: CLEAR, generation: 2 });
});

test("what is kept ends with the browser session", async () => {
  const { vault, mailboxes, browserSessions } = start();
  const owner = await browserSessions.open();
  vault.hold(owner);
  await mailboxes.keep(owner.id, { mailboxId: "box", octets: CLEAR, generation: 1 });
  await browserSessions.end(owner.id);
  expect(await store.mailboxRecords.list(owner.id)).toEqual([]);
  await mailboxes.keep(owner.id, { mailboxId: "box", octets: CLEAR, generation: 1 });
  expect(await store.mailboxRecords.list(owner.id)).toEqual([]);
});

describe("changes", () => {
  /** A record with three changes, as the store has it, and what opens it. */
  async function changed() {
    const { vault, mailboxes, browserSessions } = start();
    const owner = await browserSessions.open();
    vault.hold(owner);
    const write = async () => {
      const follows = await mailboxes.keep(owner.id, { mailboxId: "box", octets: CLEAR, generation: 1 });
      for (const sequence of [1, 2, 3]) {
        const octets = Buffer.from(`change ${sequence}`);
        await mailboxes.append(owner.id, { mailboxId: "box", octets, generation: 1, follows, sequence });
      }
      const [stored] = await store.mailboxRecords.list(owner.id);
      if (stored?.changes === undefined) throw new Error("nothing was stored");
      return { ...stored, changes: stored.changes };
    };
    return { owner, vault, mailboxes, write };
  }

  test("come back in the clear, and lie sealed", async () => {
    const { owner, mailboxes, write } = await changed();
    const stored = await write();
    expect(Buffer.concat(stored.changes).includes("change")).toBe(false);
    const changes = [1, 2, 3].map((sequence) => Buffer.from(`change ${sequence}`));
    expect(await mailboxes.restore(owner.id)).toEqual([
      { mailboxId: "box", octets: CLEAR, changes, generation: 1 },
    ]);
  });

  test("that the store swaps, leaves out, repeats or takes from an earlier writing are noticed", async () => {
    const { owner, mailboxes, write } = await changed();
    const before = await write();
    const stored = await write();
    const [first, second, third] = stored.changes;
    const [old] = before.changes;
    if (!first || !second || !third || !old) throw new Error("there are three");
    const lies = [[second, first, third], [second, third], [first, third], [first, first, second], [old]];
    for (const changes of lies) {
      await store.mailboxRecords.set(owner.id, { ...stored, changes });
      expect(await mailboxes.restore(owner.id)).toEqual([]);
      expect(await store.mailboxRecords.list(owner.id)).toEqual([]);
    }
    expect(dropped).toHaveLength(lies.length);
    await store.mailboxRecords.set(owner.id, { ...before, changes: stored.changes });
    expect(await mailboxes.restore(owner.id)).toEqual([]);
  });

  test("that the store withholds at the end are not noticed: the record is as it was before them", async () => {
    const { owner, mailboxes, write } = await changed();
    const stored = await write();
    await store.mailboxRecords.set(owner.id, { ...stored, changes: stored.changes.slice(0, 1) });
    expect(await mailboxes.restore(owner.id)).toMatchObject([{ changes: [Buffer.from("change 1")] }]);
    expect(dropped).toEqual([]);
  });
});
