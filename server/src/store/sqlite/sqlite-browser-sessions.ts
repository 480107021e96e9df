import type { BrowserSessionRecord, BrowserSessionStore } from "../browser-session-store.ts";
import type { SqliteAccess } from "./sqlite-access.ts";

interface SessionRow {
  readonly secret_hash: Buffer;
  readonly sealed_key: Buffer;
  readonly expires_at: number;
  readonly ends_at: number;
}

/** Browser sessions in SQLite; what they own goes with them by the schema. */
export class SqliteBrowserSessions implements BrowserSessionStore {
  readonly #access: SqliteAccess;

  constructor(access: SqliteAccess) {
    this.#access = access;
  }

  get(id: string): Promise<BrowserSessionRecord | undefined> {
    return this.#access.read(async (database) => {
      const sql = "SELECT secret_hash, sealed_key, expires_at, ends_at FROM browser_sessions WHERE id = ?";
      const row = await database.get<SessionRow>(sql, id);
      if (row === undefined) return undefined;
      const { secret_hash: secretHash, sealed_key: sealedKey, expires_at: expiresAt, ends_at: endsAt } = row;
      return { id, secretHash, sealedKey, expiresAt, endsAt };
    });
  }

  set({ id, secretHash, sealedKey, expiresAt, endsAt }: BrowserSessionRecord): Promise<void> {
    // Not REPLACE: that deletes the row first, and with it what the session owns.
    const sql = `INSERT INTO browser_sessions (id, secret_hash, sealed_key, expires_at, ends_at)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, sealed_key = excluded.sealed_key,
        expires_at = excluded.expires_at, ends_at = excluded.ends_at`;
    return this.#access.write((database) => database.run(sql, id, secretHash, sealedKey, expiresAt, endsAt));
  }

  touch(id: string, expiresAt: number): Promise<void> {
    const sql = "UPDATE browser_sessions SET expires_at = ? WHERE id = ?";
    return this.#access.write((database) => database.run(sql, expiresAt, id));
  }

  replace(record: BrowserSessionRecord, formerHash: Buffer): Promise<boolean> {
    const { id, secretHash, sealedKey, expiresAt, endsAt } = record;
    const sql = `UPDATE browser_sessions SET secret_hash = ?, sealed_key = ?, expires_at = ?, ends_at = ?
      WHERE id = ? AND secret_hash = ? RETURNING id`;
    return this.#access.write(async (database) => {
      const replaced = await database.all(sql, secretHash, sealedKey, expiresAt, endsAt, id, formerHash);
      return replaced.length === 1;
    });
  }

  delete(id: string): Promise<void> {
    return this.#access.write((database) => database.run("DELETE FROM browser_sessions WHERE id = ?", id));
  }

  deleteExpired(now: number): Promise<string[]> {
    return this.#access.write(async (database) => {
      const sql = "SELECT id FROM browser_sessions WHERE expires_at <= ?";
      const expired = await database.all<{ id: string }>(sql, now);
      if (expired.length > 0) await database.run("DELETE FROM browser_sessions WHERE expires_at <= ?", now);
      return expired.map(({ id }) => id);
    });
  }
}
