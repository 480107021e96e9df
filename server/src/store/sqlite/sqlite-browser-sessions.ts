import type { BrowserSessionRecord, BrowserSessionStore } from "../browser-session-store.ts";
import type { SqliteAccess } from "./sqlite-access.ts";

interface SessionRow {
  readonly secret_hash: Buffer;
  readonly expires_at: number;
}

/** Browser sessions in SQLite; what they own goes with them by the schema. */
export class SqliteBrowserSessions implements BrowserSessionStore {
  readonly #access: SqliteAccess;

  constructor(access: SqliteAccess) {
    this.#access = access;
  }

  get(id: string): Promise<BrowserSessionRecord | undefined> {
    return this.#access.read(async (database) => {
      const sql = "SELECT secret_hash, expires_at FROM browser_sessions WHERE id = ?";
      const row = await database.get<SessionRow>(sql, id);
      return row === undefined ? undefined : { id, secretHash: row.secret_hash, expiresAt: row.expires_at };
    });
  }

  set({ id, secretHash, expiresAt }: BrowserSessionRecord): Promise<void> {
    // Not REPLACE: that deletes the row first, and with it what the session owns.
    const sql = `INSERT INTO browser_sessions (id, secret_hash, expires_at) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, expires_at = excluded.expires_at`;
    return this.#access.write((database) => database.run(sql, id, secretHash, expiresAt));
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
