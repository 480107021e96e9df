import type { SqliteDatabase } from "./sqlite-database.ts";

/** The database of this moment: it is opened anew after a failure. */
export interface SqliteAccess {
  /** @throws StoreError */
  read<Value>(work: (database: SqliteDatabase) => Promise<Value>): Promise<Value>;
  /** In one transaction. @throws StoreError */
  write<Value>(work: (database: SqliteDatabase) => Promise<Value>): Promise<Value>;
}
