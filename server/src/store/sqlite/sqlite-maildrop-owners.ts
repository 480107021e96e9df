import type { MaildropOwner, MaildropOwnerStore } from "../maildrop-owner-store.ts";
import type { SqliteAccess } from "./sqlite-access.ts";

/** Who is signed in to which maildrop, in SQLite; goes with the browser session by the schema. */
export class SqliteMaildropOwners implements MaildropOwnerStore {
  readonly #access: SqliteAccess;

  constructor(access: SqliteAccess) {
    this.#access = access;
  }

  add(maildrop: string, { ownerId, mailboxId }: MaildropOwner): Promise<void> {
    const sql = `INSERT INTO maildrop_owners (maildrop, owner_id, mailbox_id)
      SELECT ?, id, ? FROM browser_sessions WHERE id = ?
      ON CONFLICT DO NOTHING`;
    return this.#access.write((database) => database.run(sql, maildrop, mailboxId, ownerId));
  }

  list(maildrop: string): Promise<MaildropOwner[]> {
    const sql = "SELECT owner_id AS ownerId, mailbox_id AS mailboxId FROM maildrop_owners WHERE maildrop = ?";
    return this.#access.read((database) => database.all<MaildropOwner>(sql, maildrop));
  }

  remove(maildrop: string, { ownerId, mailboxId }: MaildropOwner): Promise<void> {
    const sql = "DELETE FROM maildrop_owners WHERE maildrop = ? AND owner_id = ? AND mailbox_id = ?";
    return this.#access.write((database) => database.run(sql, maildrop, ownerId, mailboxId));
  }
}
