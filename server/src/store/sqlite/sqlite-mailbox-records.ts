import {
  requireLatest,
  requireRoom,
  requireSealed,
  type SealedRecord,
  type MailboxRecordStore,
} from "../mailbox-record-store.ts";
import type { SqliteAccess } from "./sqlite-access.ts";

interface MailboxRow {
  readonly mailbox_id: string;
  readonly sealed: ArrayBuffer;
  readonly generation: number;
}

/** Sealed mailboxes in SQLite. */
export class SqliteMailboxRecords implements MailboxRecordStore {
  readonly #access: SqliteAccess;

  constructor(access: SqliteAccess) {
    this.#access = access;
  }

  list(ownerId: string): Promise<SealedRecord[]> {
    return this.#access.read(async (database) => {
      const sql = `SELECT mailbox_id, sealed, generation FROM saved_mailboxes
        WHERE owner_id = ? ORDER BY rowid`;
      const rows = await database.all<MailboxRow>(sql, ownerId);
      return rows.map(({ mailbox_id: mailboxId, sealed, generation }) => ({
        mailboxId,
        sealed: Buffer.from(sealed),
        generation,
      }));
    });
  }

  async set(ownerId: string, mailbox: SealedRecord): Promise<void> {
    requireSealed(mailbox);
    const { mailboxId, sealed, generation } = mailbox;
    await this.#access.write(async (database) => {
      const counting =
        "SELECT count(*) AS others FROM saved_mailboxes WHERE owner_id = ? AND mailbox_id <> ?";
      requireRoom((await database.get<{ others: number }>(counting, ownerId, mailboxId))?.others ?? 0);
      const looking = "SELECT generation FROM saved_mailboxes WHERE owner_id = ? AND mailbox_id = ?";
      requireLatest(generation, await database.get<{ generation: number }>(looking, ownerId, mailboxId));
      const writing = `INSERT INTO saved_mailboxes (owner_id, mailbox_id, sealed, generation)
        SELECT id, ?, ?, ? FROM browser_sessions WHERE id = ?
        ON CONFLICT (owner_id, mailbox_id)
        DO UPDATE SET sealed = excluded.sealed, generation = excluded.generation`;
      await database.run(writing, mailboxId, sealed, generation, ownerId);
    });
  }

  claim(ownerId: string, mailboxId: string): Promise<SealedRecord | undefined> {
    return this.#access.write(async (database) => {
      const claiming = `UPDATE saved_mailboxes SET generation = generation + 1
        WHERE owner_id = ? AND mailbox_id = ?`;
      await database.run(claiming, ownerId, mailboxId);
      const reading = "SELECT sealed, generation FROM saved_mailboxes WHERE owner_id = ? AND mailbox_id = ?";
      const row = await database.get<{ sealed: Buffer; generation: number }>(reading, ownerId, mailboxId);
      if (row === undefined) return undefined;
      return { mailboxId, sealed: row.sealed, generation: row.generation };
    });
  }

  delete(ownerId: string, mailboxId: string): Promise<void> {
    const sql = "DELETE FROM saved_mailboxes WHERE owner_id = ? AND mailbox_id = ?";
    return this.#access.write((database) => database.run(sql, ownerId, mailboxId));
  }

  deleteOwner(ownerId: string): Promise<void> {
    const sql = "DELETE FROM saved_mailboxes WHERE owner_id = ?";
    return this.#access.write((database) => database.run(sql, ownerId));
  }
}
