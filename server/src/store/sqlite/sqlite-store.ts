import { MemoryLeases } from "../memory/memory-leases.ts";
import { StoreError } from "../store-error.ts";
import type { RecoverableStore } from "../store.ts";
import type { SqliteAccess } from "./sqlite-access.ts";
import { SqliteBrowserSessions } from "./sqlite-browser-sessions.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { identityOf, openSqliteFile, setAside } from "./sqlite-file.ts";
import { SqliteMaildropOwners } from "./sqlite-maildrop-owners.ts";
import { SqliteReadStates } from "./sqlite-read-states.ts";
import { SqliteMailboxRecords } from "./sqlite-mailbox-records.ts";

export interface SqliteStoreOptions {
  readonly file: string;
  /** Hears the new name of a file that was no database any more. */
  readonly setAside: (aside: string) => void;
}

/** A store in one file, for one gateway: leases need no file, since nobody else asks for them. */
export class SqliteStore implements RecoverableStore {
  readonly kind = "sqlite";
  readonly isShared = false;
  readonly leases = new MemoryLeases();
  readonly browserSessions: SqliteBrowserSessions;
  readonly mailboxRecords: SqliteMailboxRecords;
  readonly maildropOwners: SqliteMaildropOwners;
  readonly readStates: SqliteReadStates;
  readonly #options: SqliteStoreOptions;
  #database: SqliteDatabase | undefined;
  #identity: string | undefined;

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
    this.mailboxRecords = new SqliteMailboxRecords(access);
    this.maildropOwners = new SqliteMaildropOwners(access);
    this.readStates = new SqliteReadStates(access);
  }

  /**
   * Opens the file; after a failure tries the open one again, unless another took its place. One that
   * is corrupt is set aside and a new one begun.
   */
  async recover(): Promise<boolean> {
    const failure = this.#database?.failure;
    const before = this.#identity;
    const isCorrupt = failure?.code === "corrupt";
    if (this.#database !== undefined && !isCorrupt && (await identityOf(this.#options.file)) === before) {
      await this.#database.prove();
      return false;
    }
    await this.close();
    if (isCorrupt) await this.#beginAnew();
    else await this.#begin();
    return before !== undefined && before !== this.#identity;
  }

  async close(): Promise<void> {
    const database = this.#database;
    this.#database = undefined;
    await database?.close();
  }

  async #begin(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== "corrupt") throw error;
      await this.#beginAnew();
    }
  }

  async #beginAnew(): Promise<void> {
    const { file, setAside: tell } = this.#options;
    tell(await setAside(file));
    await this.#open();
  }

  async #open(): Promise<void> {
    const { file } = this.#options;
    this.#database = await openSqliteFile(file);
    this.#identity = await identityOf(file);
  }

  #opened(): SqliteDatabase {
    if (this.#database === undefined) throw new StoreError("unavailable", "the database is not open");
    return this.#database;
  }
}
