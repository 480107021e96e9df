import { setImmediate as turn } from "node:timers/promises";
import { StoreError } from "./store-error.ts";
import {
  MAX_KNOWN_UIDS,
  UID_HASH_OCTETS,
  type FlagChange,
  type PackedUidHashes,
} from "./read-state-store.ts";

/** Handled in one turn of the event loop: a few milliseconds, whatever is done with each. */
export const PIECE_HASHES = 1_000;
const PIECE_OCTETS = PIECE_HASHES * UID_HASH_OCTETS;

/** Hashes packed into pieces, with a turn of the event loop between two of them. */
export async function* piecesOf(packed: PackedUidHashes, octets = PIECE_OCTETS): AsyncGenerator<Buffer> {
  for (let start = 0; start < packed.length; start += octets) {
    if (start > 0) await turn();
    yield packed.subarray(start, start + octets);
  }
}

/** The hashes one by one, without copying them. */
export function* hashesOf(packed: PackedUidHashes): Generator<Buffer> {
  for (let start = 0; start < packed.length; start += UID_HASH_OCTETS) {
    yield packed.subarray(start, start + UID_HASH_OCTETS);
  }
}

/** A hash as a key of maps and sets. */
export function hashKey(uidHash: Buffer): string {
  return uidHash.toString("latin1");
}

/** Packs `hashKey`s without holding up the event loop. */
export async function packKeys(keys: readonly string[]): Promise<PackedUidHashes> {
  const pieces: Buffer[] = [];
  for (let start = 0; start < keys.length; start += PIECE_HASHES) {
    if (start > 0) await turn();
    pieces.push(Buffer.from(keys.slice(start, start + PIECE_HASHES).join(""), "latin1"));
  }
  return Buffer.concat(pieces);
}

/** A set of `hashKey`s, made without holding up the event loop. */
export async function hashSet(packed: PackedUidHashes): Promise<Set<string>> {
  const keys = new Set<string>();
  for await (const piece of piecesOf(packed)) {
    for (const hash of hashesOf(piece)) keys.add(hashKey(hash));
  }
  return keys;
}

/** @throws StoreError `limit` for what is no list of hashes, or too long a one */
export function requireHashes(packed: PackedUidHashes): void {
  if (packed.length % UID_HASH_OCTETS !== 0 || packed.length > MAX_KNOWN_UIDS * UID_HASH_OCTETS) {
    throw new StoreError("limit", `${packed.length} octets are no list of hashes of unique-ids`);
  }
}

/** What the changes come to, message by message. @throws StoreError `limit` */
export function mergeChanges(changes: readonly FlagChange[]): FlagChange[] {
  const merged = new Map<string, FlagChange>();
  for (const change of changes) {
    if (change.uidHash.length !== UID_HASH_OCTETS) {
      throw new StoreError("limit", `${change.uidHash.length} octets are no hash of a unique-id`);
    }
    const { uidHash, seen, starred } = change;
    const key = hashKey(uidHash);
    const before = merged.get(key);
    merged.set(key, { uidHash, seen: seen ?? before?.seen, starred: starred ?? before?.starred });
  }
  return [...merged.values()];
}
