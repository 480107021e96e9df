import { chmod, mkdir, open, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { StoreError } from "../store-error.ts";
import { READ_STATE_LIFE_MS } from "../read-state-store.ts";
import { SqliteDatabase } from "./sqlite-database.ts";
import { MIGRATIONS, SCHEMA, SCHEMA_VERSION } from "./sqlite-schema.ts";

/**
 * Opens the file, or makes it, readable by its owner only. Begins with a real write, so that a locked
 * file or a full disk shows now.
 *
 * @throws StoreError `unavailable` or `corrupt`
 */
export async function openSqliteFile(file: string): Promise<SqliteDatabase> {
  await makePrivate(file);
  const database = new SqliteDatabase(file);
  try {
    await database.read(async () => {
      // A commit is one write at the end of a log then; a power cut loses the last ones at most.
      await database.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON",
      );
    });
    await database.prove();
    await database.write(() => bringUpToDate(database));
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Tells one file from another that took its place; undefined where there is none. */
export async function identityOf(file: string): Promise<string | undefined> {
  try {
    const { dev, ino, birthtimeMs } = await stat(file);
    return `${dev} ${ino} ${birthtimeMs}`;
  } catch {
    // Removed, or its folder is: then it is not the one that was opened.
    return undefined;
  }
}

/** Gives a file that is no database any more another name, with its log. @returns the new name */
export async function setAside(file: string): Promise<string> {
  const aside = `${file}.corrupt-${new Date().toISOString().replaceAll(":", "")}`;
  for (const suffix of ["", "-wal", "-shm"]) {
    try {
      await rename(file + suffix, aside + suffix);
    } catch (error) {
      // Not each of them is always there.
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!isMissing) throw unavailable(error);
    }
  }
  return aside;
}

async function bringUpToDate(database: SqliteDatabase): Promise<void> {
  const { user_version: version } = (await database.get<{ user_version: number }>("PRAGMA user_version")) ?? {
    user_version: 0,
  };
  if (version > SCHEMA_VERSION) {
    throw new StoreError("unavailable", "the database was made by a later release of Popgate");
  }
  if (version === 0) await database.execute(SCHEMA);
  for (let from = version; from > 0 && from < SCHEMA_VERSION; from += 1) {
    await database.execute(MIGRATIONS[from] ?? "");
  }
  await database.execute(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  await database.run("DELETE FROM accounts WHERE used_at < ?", Date.now() - READ_STATE_LIFE_MS);
}

async function makePrivate(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    // SQLite gives its logs the mode of the file.
    const handle = await open(file, "a", 0o600);
    await handle.close();
    await chmod(file, 0o600);
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(cause: unknown): StoreError {
  return new StoreError("unavailable", cause instanceof Error ? cause.message : "no file", { cause });
}
