import { setImmediate as turn } from "node:timers/promises";
import {
  hashKey,
  hashSet,
  mergeChanges,
  PIECE_HASHES,
  piecesOf,
  requireHashes,
} from "../packed-uid-hashes.ts";
import {
  UID_HASH_OCTETS,
  type FlagChange,
  type PackedUidHashes,
  type ReadState,
  type ReadStateStore,
} from "../read-state-store.ts";
import type { SqliteAccess } from "./sqlite-access.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";

const SEEN = 1;
const STARRED = 2;
/** Neither, one, the other, both. */
const FLAG_SETS = 4;
/** One row each: 64 KiB are written in a fraction of a millisecond. */
const KNOWN_PIECE_OCTETS = 64 * 1024;

const USE = `INSERT INTO accounts (account, used_at) VALUES (?, ?)
  ON CONFLICT (account) DO UPDATE SET used_at = excluded.used_at`;
/** A whole piece in one statement: a statement for each message would take ten times as long. */
const CHANGE = `WITH RECURSIVE each (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM each WHERE n + 1 < ?)
  INSERT INTO flags (account, uid_hash, flags)
  SELECT ?, substr(?, n * ${UID_HASH_OCTETS} + 1, ${UID_HASH_OCTETS}), ? FROM each WHERE true
  ON CONFLICT (account, uid_hash) DO UPDATE SET flags = flags.flags & ~ ? | excluded.flags`;
/** One piece in two strings of hexadecimal digits, since a row for each message would be slow to hand over. */
const FLAGS_PIECE = `SELECT max(uid_hash) AS last,
    group_concat(iif(flags & ${SEEN}, hex(uid_hash), ''), '') AS seen,
    group_concat(iif(flags & ${STARRED}, hex(uid_hash), ''), '') AS starred
  FROM (SELECT uid_hash, flags FROM flags WHERE account = ? AND uid_hash > ? ORDER BY uid_hash
    LIMIT ${PIECE_HASHES})`;
const HASHES_PIECE = `SELECT uid_hash FROM flags WHERE account = ? AND uid_hash > ? ORDER BY uid_hash
  LIMIT ${PIECE_HASHES}`;

interface FlagsPiece {
  readonly last: Buffer | null;
  readonly seen: string;
  readonly starred: string;
}

/** Read, starred and known messages in SQLite, a piece in each turn of the event loop. */
export class SqliteReadStates implements ReadStateStore {
  readonly #access: SqliteAccess;

  constructor(access: SqliteAccess) {
    this.#access = access;
  }

  load(account: string): Promise<ReadState> {
    return this.#access.read(async (database) => {
      const seen: Buffer[] = [];
      const starred: Buffer[] = [];
      let after = Buffer.alloc(0);
      for (;;) {
        const piece = await database.get<FlagsPiece>(FLAGS_PIECE, account, after);
        if (piece === undefined || piece.last === null) break;
        seen.push(Buffer.from(piece.seen, "hex"));
        starred.push(Buffer.from(piece.starred, "hex"));
        after = Buffer.from(piece.last);
        await turn();
      }
      const known = await loadKnown(database, account);
      return { seen: Buffer.concat(seen), starred: Buffer.concat(starred), known };
    });
  }

  async change(account: string, changes: readonly FlagChange[]): Promise<void> {
    const merged = mergeChanges(changes);
    await this.#access.write(async (database) => {
      await database.run(USE, account, Date.now());
      for (const { flags, given, packed } of alike(merged)) {
        for await (const piece of piecesOf(packed)) {
          const count = piece.length / UID_HASH_OCTETS;
          await database.run(CHANGE, count, account, piece, flags, given);
        }
      }
    });
  }

  async setKnown(account: string, known: PackedUidHashes): Promise<void> {
    requireHashes(known);
    await this.#access.write(async (database) => {
      await database.run(USE, account, Date.now());
      await database.run("UPDATE accounts SET is_known = 1 WHERE account = ?", account);
      await database.run("DELETE FROM known_uids WHERE account = ?", account);
      let piece = 0;
      for await (const hashes of piecesOf(known, KNOWN_PIECE_OCTETS)) {
        await database.run(
          "INSERT INTO known_uids (account, piece, hashes) VALUES (?, ?, ?)",
          account,
          piece,
          hashes,
        );
        piece += 1;
      }
    });
  }

  async prune(account: string, present: PackedUidHashes): Promise<void> {
    requireHashes(present);
    const kept = await hashSet(present);
    await this.#access.write(async (database) => {
      let after: Buffer | undefined = Buffer.alloc(0);
      while (after !== undefined) {
        const rows: { uid_hash: ArrayBuffer }[] = await database.all(HASHES_PIECE, account, after);
        const hashes = rows.map((row) => Buffer.from(row.uid_hash));
        for (const hash of hashes) {
          if (kept.has(hashKey(hash))) continue;
          await database.run("DELETE FROM flags WHERE account = ? AND uid_hash = ?", account, hash);
        }
        after = hashes.at(-1);
        await turn();
      }
    });
  }
}

/** The changes that do the same to their messages, together. */
function alike(changes: readonly FlagChange[]) {
  const groups = new Map<number, Buffer[]>();
  for (const { uidHash, seen, starred } of changes) {
    const given = (seen === undefined ? 0 : SEEN) | (starred === undefined ? 0 : STARRED);
    const flags = (seen === true ? SEEN : 0) | (starred === true ? STARRED : 0);
    const key = given * FLAG_SETS + flags;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [uidHash]);
    else group.push(uidHash);
  }
  return [...groups].map(([key, hashes]) => ({
    given: Math.floor(key / FLAG_SETS),
    flags: key % FLAG_SETS,
    packed: Buffer.concat(hashes),
  }));
}

async function loadKnown(database: SqliteDatabase, account: string): Promise<PackedUidHashes | undefined> {
  const isKnown = "SELECT is_known FROM accounts WHERE account = ?";
  if ((await database.get<{ is_known: number }>(isKnown, account))?.is_known !== 1) return undefined;
  const pieces: Buffer[] = [];
  for (;;) {
    const sql = "SELECT hashes FROM known_uids WHERE account = ? AND piece = ?";
    const row = await database.get<{ hashes: Buffer }>(sql, account, pieces.length);
    if (row === undefined) return Buffer.concat(pieces);
    pieces.push(row.hashes);
    await turn();
  }
}
