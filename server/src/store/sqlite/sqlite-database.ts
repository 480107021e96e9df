import { setTimeout as delay } from "node:timers/promises";
import Database, { type Statement } from "libsql/promise";
import { isRefusal, StoreError } from "../store-error.ts";

/** A backup or a person with a shell may hold the lock for a moment. In milliseconds; 0.4 s in all. */
const BUSY_WAITS_MS = [10, 30, 60, 100, 200];
/** What a thousand mailboxes ask for in one breath, many times over. */
const MAX_WAITING = 10_000;
/** "POPG": tells the file apart from others, and is what is written to prove that it can be. */
const APPLICATION_ID = 0x504f5047;

/**
 * One SQLite file, one thing at a time. Statements run on this thread and must be small; what touches
 * the disk for long (begin, commit, checkpoints) runs on another. Once it failed it fails at once: a
 * database that does not answer must not make everybody wait in turn.
 */
export class SqliteDatabase {
  readonly #database: Database;
  readonly #statements = new Map<string, Promise<Statement>>();
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #failure: StoreError | undefined;

  /** @throws StoreError `unavailable` or `corrupt` */
  constructor(file: string) {
    try {
      // Waiting for a lock is done here, where it does not stop the event loop.
      this.#database = new Database(file, { timeout: 0 });
    } catch (error) {
      throw storeError(error);
    }
  }

  get failure(): StoreError | undefined {
    return this.#failure;
  }

  /** Several statements that only read; nothing is written between them. */
  read<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#queue(work);
  }

  /** All that is written, or nothing. @throws StoreError, also what `work` throws */
  write<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#queue(async () => {
      await this.#begin();
      try {
        const value = await work();
        await this.#database.exec("COMMIT");
        return value;
      } catch (error) {
        // After some failures SQLite has rolled back by itself; the first error is the one to tell.
        await this.#database.exec("ROLLBACK").catch(() => {});
        throw error;
      }
    });
  }

  /** Within `read` or `write`. */
  async get<Row>(sql: string, ...parameters: readonly unknown[]): Promise<Row | undefined> {
    const statement = await this.#prepared(sql);
    // The statement and the schema say what a row holds.
    return statement.get(parameters) as Row | undefined;
  }

  /** Within `read` or `write`. What `get` returns as a Buffer is an ArrayBuffer here. */
  async all<Row>(sql: string, ...parameters: readonly unknown[]): Promise<Row[]> {
    const statement = await this.#prepared(sql);
    // As above.
    return (await statement.all(parameters)) as Row[];
  }

  /** Within `write`. */
  async run(sql: string, ...parameters: readonly unknown[]): Promise<void> {
    const statement = await this.#prepared(sql);
    statement.run(parameters);
  }

  /** Several statements at once, on another thread. */
  async execute(sql: string): Promise<void> {
    await this.#database.exec(sql);
  }

  /**
   * Whether it can be written to, found out by writing; after a failure it is used again then. With
   * nothing prepared: what is prepared keeps the file open until the collector finds it.
   *
   * @throws StoreError
   */
  async prove(): Promise<void> {
    await this.#tail;
    this.#failure = undefined;
    await this.write(() => this.execute(`PRAGMA application_id = ${APPLICATION_ID}`));
  }

  /** What was asked for before is done first, and all of it is in the one file then. */
  async close(): Promise<void> {
    await this.#tail;
    // Closing does not do it while the collector has not found every statement. A broken database is left as it is.
    if (this.#failure === undefined)
      await this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)").catch(() => {});
    this.#failure ??= new StoreError("unavailable", "the database is closed");
    this.#statements.clear();
    this.#database.close();
  }

  #queue<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#waiting >= MAX_WAITING) {
      return Promise.reject(new StoreError("unavailable", "too much is waiting for the database"));
    }
    this.#waiting += 1;
    const result = this.#tail.then(() => this.#attempt(work));
    const done = () => (this.#waiting -= 1);
    // The chain goes on whatever happens; the caller gets the error.
    this.#tail = result.then(done, done);
    return result;
  }

  async #attempt<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return await work();
    } catch (error) {
      const failure = storeError(error);
      if (!isRefusal(failure)) this.#failure = failure;
      throw failure;
    }
  }

  async #begin(): Promise<void> {
    for (const waitMs of BUSY_WAITS_MS) {
      try {
        await this.#database.exec("BEGIN IMMEDIATE");
        return;
      } catch (error) {
        if (!codeOf(error).startsWith("SQLITE_BUSY")) throw error;
        await delay(waitMs);
      }
    }
    await this.#database.exec("BEGIN IMMEDIATE");
  }

  #prepared(sql: string): Promise<Statement> {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#database.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

function storeError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const isCorrupt = /^SQLITE_(?:CORRUPT|NOTADB)/.test(codeOf(error));
  const message = error instanceof Error ? error.message : "the database failed";
  return new StoreError(isCorrupt ? "corrupt" : "unavailable", message, { cause: error });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
