import type { Redis } from "ioredis";
import {
  hashesOf,
  hashKey,
  hashSet,
  mergeChanges,
  PIECE_HASHES,
  piecesOf,
  requireHashes,
} from "../packed-uid-hashes.ts";
import {
  READ_STATE_LIFE_MS,
  type FlagChange,
  type PackedUidHashes,
  type ReadState,
  type ReadStateStore,
} from "../read-state-store.ts";
import type { RedisLink } from "./redis-link.ts";
import { readStateKey } from "./redis-keys.ts";

const FLAGS = ["seen", "starred"] as const;
const PARTS = [...FLAGS, "known"] as const;

/** Read and starred messages as sets in Redis: gateways add and remove without reading first. */
export class RedisReadStates implements ReadStateStore {
  readonly #link: RedisLink;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async load(account: string): Promise<ReadState> {
    return this.#link.run(async (redis) => {
      const [seen, starred] = [
        await members(redis, account, "seen"),
        await members(redis, account, "starred"),
      ];
      const known = (await redis.getBuffer(readStateKey(account, "known"))) ?? undefined;
      return { seen, starred, known };
    });
  }

  async change(account: string, changes: readonly FlagChange[]): Promise<void> {
    const merged = mergeChanges(changes);
    await this.#link.run(async (redis) => {
      for (const flag of FLAGS) {
        const having = (value: boolean) =>
          merged.filter((change) => change[flag] === value).map(({ uidHash }) => uidHash);
        await inPieces(having(true), (hashes) => redis.sadd(readStateKey(account, flag), ...hashes));
        await inPieces(having(false), (hashes) => redis.srem(readStateKey(account, flag), ...hashes));
      }
      await keep(redis, account);
    });
  }

  async setKnown(account: string, known: PackedUidHashes): Promise<void> {
    requireHashes(known);
    await this.#link.run(async (redis) => {
      await redis.set(readStateKey(account, "known"), known);
      await keep(redis, account);
    });
  }

  async prune(account: string, present: PackedUidHashes): Promise<void> {
    requireHashes(present);
    const kept = await hashSet(present);
    await this.#link.run(async (redis) => {
      for (const flag of FLAGS) {
        const key = readStateKey(account, flag);
        // Collected first: a set that shrinks while it is walked is walked more than once.
        const flagged = await members(redis, account, flag);
        for await (const piece of piecesOf(flagged)) {
          const gone = [...hashesOf(piece)].filter((hash) => !kept.has(hashKey(hash)));
          if (gone.length > 0) await redis.srem(key, ...gone);
        }
      }
    });
  }
}

/** A piece in each message, so that neither side is busy for long; some may come twice. */
async function members(
  redis: Redis,
  account: string,
  flag: (typeof FLAGS)[number],
): Promise<PackedUidHashes> {
  const pieces: Buffer[] = [];
  let cursor = "0";
  do {
    const [next, hashes] = await redis.sscanBuffer(
      readStateKey(account, flag),
      cursor,
      "COUNT",
      PIECE_HASHES,
    );
    pieces.push(Buffer.concat(hashes));
    cursor = next.toString();
  } while (cursor !== "0");
  return Buffer.concat(pieces);
}

async function inPieces(
  hashes: readonly Buffer[],
  send: (piece: Buffer[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < hashes.length; start += PIECE_HASHES) {
    await send(hashes.slice(start, start + PIECE_HASHES));
  }
}

async function keep(redis: Redis, account: string): Promise<void> {
  const commands = redis.pipeline();
  for (const part of PARTS) commands.pexpire(readStateKey(account, part), READ_STATE_LIFE_MS);
  await commands.exec();
}
