import {
  requireRoom,
  requireSealed,
  type SavedMailbox,
  type SavedMailboxStore,
} from "../saved-mailbox-store.ts";
import type { SqliteAccess } from "./sqlite-access.ts";

/** Sealed mailboxes in SQLite. */
export class SqliteSavedMailboxes implements SavedMailboxStore {
  readonly #access: SqliteAccess;

  constructor(access: SqliteAccess) {
    this.#access = access;
  }

  list(ownerId: string): Promise<SavedMailbox[]> {
    return this.#access.read(async (database) => {
      const sql = "SELECT mailbox_id, sealed FROM saved_mailboxes WHERE owner_id = ? ORDER BY rowid";
      const rows = await database.all<{ mailbox_id: string; sealed: ArrayBuffer }>(sql, ownerId);
      return rows.map(({ mailbox_id: mailboxId, sealed }) => ({ mailboxId, sealed: Buffer.from(sealed) }));
    });
  }

  async set(ownerId: string, mailbox: SavedMailbox): Promise<void> {
    requireSealed(mailbox);
    const { mailboxId, sealed } = mailbox;
    await this.#access.write(async (database) => {
      const counting =
        "SELECT count(*) AS others FROM saved_mailboxes WHERE owner_id = ? AND mailbox_id <> ?";
      requireRoom((await database.get<{ others: number }>(counting, ownerId, mailboxId))?.others ?? 0);
      const writing = `INSERT INTO saved_mailboxes (owner_id, mailbox_id, sealed)
        SELECT id, ?, ? FROM browser_sessions WHERE id = ?
        ON CONFLICT (owner_id, mailbox_id) DO UPDATE SET sealed = excluded.sealed`;
      await database.run(writing, mailboxId, sealed, ownerId);
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
