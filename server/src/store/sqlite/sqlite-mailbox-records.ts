import {
  octetsOf,
  requireChangesSize,
  requireLatest,
  requireNext,
  requireRecordSize,
  requireRoom,
  sealedRecord,
  type MailboxRecordStore,
  type SealedChange,
  type SealedRecord,
} from "../mailbox-record-store.ts";
import type { SqliteAccess } from "./sqlite-access.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";

/** What is small of a record, apart from its octets: a row is written anew as a whole. */
interface HeadRow {
  readonly generation: number;
  readonly changes: number;
  readonly changes_octets: number;
}

interface PieceRow {
  readonly mailbox_id: string;
  readonly sealed: ArrayBuffer;
}

const HEAD = `SELECT generation, changes, changes_octets FROM mailbox_records
  WHERE owner_id = ? AND mailbox_id = ?`;
/** Piece 0 is the record as it was written whole, the others its changes. */
const PIECES = `SELECT mailbox_id, sealed FROM mailbox_record_pieces
  WHERE owner_id = ? AND mailbox_id = ? ORDER BY piece`;
const ADD_PIECE = `INSERT INTO mailbox_record_pieces (owner_id, mailbox_id, piece, sealed) VALUES (?, ?, ?, ?)`;

/** Mailbox records in SQLite. */
export class SqliteMailboxRecords implements MailboxRecordStore {
  readonly #access: SqliteAccess;

  constructor(access: SqliteAccess) {
    this.#access = access;
  }

  list(ownerId: string): Promise<SealedRecord[]> {
    return this.#access.read(async (database) => {
      const sql = "SELECT mailbox_id, generation FROM mailbox_records WHERE owner_id = ? ORDER BY rowid";
      const heads = await database.all<{ mailbox_id: string; generation: number }>(sql, ownerId);
      const records: SealedRecord[] = [];
      for (const { mailbox_id: mailboxId, generation } of heads) {
        records.push(await read(database, ownerId, mailboxId, generation));
      }
      return records;
    });
  }

  async set(ownerId: string, record: SealedRecord): Promise<void> {
    requireRecordSize(record);
    const { mailboxId, sealed, changes = [], generation } = record;
    await this.#access.write(async (database) => {
      const counting =
        "SELECT count(*) AS others FROM mailbox_records WHERE owner_id = ? AND mailbox_id <> ?";
      requireRoom((await database.get<{ others: number }>(counting, ownerId, mailboxId))?.others ?? 0);
      requireLatest(generation, await database.get<HeadRow>(HEAD, ownerId, mailboxId));
      if (!(await hasOwner(database, ownerId))) return;
      const writing = `INSERT INTO mailbox_records (owner_id, mailbox_id, generation, changes, changes_octets)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (owner_id, mailbox_id) DO UPDATE SET generation = excluded.generation,
          changes = excluded.changes, changes_octets = excluded.changes_octets`;
      await database.run(writing, ownerId, mailboxId, generation, changes.length, octetsOf(changes));
      const clearing = "DELETE FROM mailbox_record_pieces WHERE owner_id = ? AND mailbox_id = ?";
      await database.run(clearing, ownerId, mailboxId);
      for (const [piece, octets] of [sealed, ...changes].entries()) {
        await database.run(ADD_PIECE, ownerId, mailboxId, piece, octets);
      }
    });
  }

  append(ownerId: string, { mailboxId, sealed, generation, sequence }: SealedChange): Promise<void> {
    return this.#access.write(async (database) => {
      if (!(await hasOwner(database, ownerId))) return;
      const head = await database.get<HeadRow>(HEAD, ownerId, mailboxId);
      requireLatest(generation, head);
      requireNext(sequence, head?.changes);
      const octets = (head?.changes_octets ?? 0) + sealed.length;
      requireChangesSize(sequence, octets);
      await database.run(ADD_PIECE, ownerId, mailboxId, sequence, sealed);
      const counting = `UPDATE mailbox_records SET generation = ?, changes = ?, changes_octets = ?
        WHERE owner_id = ? AND mailbox_id = ?`;
      await database.run(counting, generation, sequence, octets, ownerId, mailboxId);
    });
  }

  claim(ownerId: string, mailboxId: string): Promise<SealedRecord | undefined> {
    return this.#access.write(async (database) => {
      const claiming = `UPDATE mailbox_records SET generation = generation + 1
        WHERE owner_id = ? AND mailbox_id = ?`;
      await database.run(claiming, ownerId, mailboxId);
      const head = await database.get<HeadRow>(HEAD, ownerId, mailboxId);
      return head === undefined ? undefined : read(database, ownerId, mailboxId, head.generation);
    });
  }

  delete(ownerId: string, mailboxId: string): Promise<void> {
    const sql = "DELETE FROM mailbox_records WHERE owner_id = ? AND mailbox_id = ?";
    return this.#access.write((database) => database.run(sql, ownerId, mailboxId));
  }

  deleteOwner(ownerId: string): Promise<void> {
    const sql = "DELETE FROM mailbox_records WHERE owner_id = ?";
    return this.#access.write((database) => database.run(sql, ownerId));
  }
}

async function hasOwner(database: SqliteDatabase, ownerId: string): Promise<boolean> {
  return (await database.get("SELECT 1 FROM browser_sessions WHERE id = ?", ownerId)) !== undefined;
}

async function read(
  database: SqliteDatabase,
  ownerId: string,
  mailboxId: string,
  generation: number,
): Promise<SealedRecord> {
  const rows = await database.all<PieceRow>(PIECES, ownerId, mailboxId);
  const [sealed = Buffer.alloc(0), ...changes] = rows.map((row) => Buffer.from(row.sealed));
  return sealedRecord({ mailboxId, sealed, generation }, changes);
}
