import { MemoryLeases } from "../memory/memory-leases.ts";
import { StoreError } from "../store-error.ts";
import type { RecoverableStore } from "../store.ts";
import type { SqliteAccess } from "./sqlite-access.ts";
import { SqliteBrowserSessions } from "./sqlite-browser-sessions.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { openSqliteFile, setAside } from "./sqlite-file.ts";
import { SqliteReadStates } from "./sqlite-read-states.ts";
import { SqliteSavedMailboxes } from "./sqlite-saved-mailboxes.ts";

export interface SqliteStoreOptions {
  readonly file: string;
  /** Hears the new name of a file that was no database any more. */
  readonly setAside: (aside: string) => void;
}

/** A store in one file, for one gateway: leases need no file, since nobody else asks for them. */
export class SqliteStore implements RecoverableStore {
  readonly kind = "sqlite";
  readonly leases = new MemoryLeases();
  readonly browserSessions: SqliteBrowserSessions;
  readonly savedMailboxes: SqliteSavedMailboxes;
  readonly readStates: SqliteReadStates;
  readonly #options: SqliteStoreOptions;
  #database: SqliteDatabase | undefined;

  constructor(options: SqliteStoreOptions) {
    this.#options = options;
    const access: SqliteAccess = {
      read: async (work) => {
        const database = this.#opened();
        return database.read(() => work(database));
      },
      write: async (work) => {
        const database = this.#opened();
        return database.write(() => work(database));
      },
    };
    this.browserSessions = new SqliteBrowserSessions(access);
    this.savedMailboxes = new SqliteSavedMailboxes(access);
    this.readStates = new SqliteReadStates(access);
  }

  /** Opens the file, again after a failure. One that is corrupt is set aside and a new one begun. */
  async recover(): Promise<boolean> {
    const wasCorrupt = this.#database?.failure?.code === "corrupt";
    await this.close();
    if (!wasCorrupt) {
      try {
        this.#database = await openSqliteFile(this.#options.file);
        return false;
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== "corrupt") throw error;
      }
    }
    this.#options.setAside(await setAside(this.#options.file));
    this.#database = await openSqliteFile(this.#options.file);
    return true;
  }

  async close(): Promise<void> {
    const database = this.#database;
    this.#database = undefined;
    await database?.close();
  }

  #opened(): SqliteDatabase {
    if (this.#database === undefined) throw new StoreError("unavailable", "the database is not open");
    return this.#database;
  }
}
