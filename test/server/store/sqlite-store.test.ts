import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SqliteDatabase } from "@popgate/server/store/sqlite/sqlite-database";
import { SqliteStore } from "@popgate/server/store/sqlite/sqlite-store";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { sessionRecord } from "./session-record.ts";
import { storeContract } from "./store-contract.ts";

const folder = mkdtempSync(join(tmpdir(), "popgate-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let file: string;
let count = 0;
beforeEach(() => {
  count += 1;
  file = join(folder, `${count}`, "popgate.sqlite");
});

async function openStore(): Promise<SqliteStore> {
  const store = new SqliteStore({ file, setAside: (aside) => expect.fail(`set aside as ${aside}`) });
  await store.recover();
  return store;
}

storeContract(openStore);

describe("the file", () => {
  const session = sessionRecord("id");

  test("and its folder are for their owner only", async () => {
    const store = await openStore();
    await store.browserSessions.set(session);
    const mode = (path: string) => statSync(path).mode & 0o777;
    expect(mode(join(folder, `${count}`))).toBe(0o700);
    for (const suffix of ["", "-wal", "-shm"]) expect(mode(file + suffix)).toBe(0o600);
    await store.close();
  });

  test("holds after a restart what it held before", async () => {
    const before = await openStore();
    await before.browserSessions.set(session);
    await before.mailboxRecords.set("id", { mailboxId: "a", sealed: Buffer.from("sealed"), generation: 1 });
    await before.readStates.change("account", [{ uidHash: Buffer.alloc(16, 7), seen: true }]);
    await before.close();
    const after = await openStore();
    expect(await after.browserSessions.get("id")).toEqual(session);
    expect(await after.mailboxRecords.list("id")).toEqual([
      { mailboxId: "a", sealed: Buffer.from("sealed"), generation: 1 },
    ]);
    expect((await after.readStates.load("account")).seen).toEqual(Buffer.alloc(16, 7));
    await after.close();
  });

  test("of an earlier release is brought up to date, without the sign-ins that nothing opens any more", async () => {
    const store = await openStore();
    await store.readStates.change("account", [{ uidHash: Buffer.alloc(16, 7), seen: true }]);
    await store.close();
    const earlier = new SqliteDatabase(file);
    await earlier.execute(`DROP TABLE mailbox_record_pieces; DROP TABLE mailbox_records; DROP TABLE maildrop_owners;
      DROP TABLE browser_sessions;
      CREATE TABLE browser_sessions (id TEXT PRIMARY KEY, secret_hash BLOB NOT NULL, expires_at INTEGER NOT NULL);
      CREATE TABLE saved_mailboxes (owner_id TEXT, mailbox_id TEXT, sealed BLOB);
      INSERT INTO browser_sessions VALUES ('id', x'00', 9e15);
      INSERT INTO saved_mailboxes VALUES ('id', 'a', x'00'); PRAGMA user_version = 1`);
    await earlier.close();
    const after = await openStore();
    expect(await after.browserSessions.get("id")).toBeUndefined();
    expect((await after.readStates.load("account")).seen).toEqual(Buffer.alloc(16, 7));
    await after.browserSessions.set(session);
    await after.mailboxRecords.set("id", { mailboxId: "a", sealed: Buffer.from("sealed"), generation: 1 });
    expect(await after.mailboxRecords.list("id")).toHaveLength(1);
    await after.close();
  });

  test("of a later release is left alone", async () => {
    const store = await openStore();
    await store.close();
    const later = new SqliteDatabase(file);
    await later.execute("PRAGMA user_version = 1000");
    await later.close();
    const octets = readFileSync(file);
    await expect(openStore()).rejects.toMatchObject({ code: "unavailable" });
    expect(readFileSync(file)).toEqual(octets);
  });
});
