import type { BrowserSessionRecord, BrowserSessionStore } from "../browser-session-store.ts";
import { goneWords } from "./gone-words.ts";
import { GONE_CHANNEL, type RedisLink } from "./redis-link.ts";
import { browserKey, recordsKey } from "./redis-keys.ts";

/** Packed: the hash of the secret, when it expires and when it ends (64-bit floats), the sealed key. */
const SECRET_HASH_OCTETS = 32;
const ENDS_AT = SECRET_HASH_OCTETS + 8;
const SEALED_KEY_AT = ENDS_AT + 8;
/** Asked for in one message. */
const BATCH = 500;

/** In one step: between reading and writing it the secret may be replaced, or the session end. */
const TOUCH = `
local packed = redis.call("GET", KEYS[1])
if not packed then return 0 end
local touched = string.sub(packed, 1, ${SECRET_HASH_OCTETS}) .. ARGV[1] .. string.sub(packed, ${ENDS_AT + 1})
redis.call("SET", KEYS[1], touched)
redis.call("PEXPIREAT", KEYS[1], ARGV[2])
redis.call("PEXPIREAT", KEYS[2], ARGV[2])
return 1`;
const REPLACE = `
local packed = redis.call("GET", KEYS[1])
if not packed or string.sub(packed, 1, ${SECRET_HASH_OCTETS}) ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2])
redis.call("PEXPIREAT", KEYS[1], ARGV[3])
redis.call("PEXPIREAT", KEYS[2], ARGV[3])
return 1`;

/** Browser sessions in Redis, which lets them expire by itself, and what they own with them. */
export class RedisBrowserSessions implements BrowserSessionStore {
  readonly #link: RedisLink;
  /** Those this gateway has seen: only for them it has something to end. As many as live ones, no more. */
  readonly #seen = new Set<string>();

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async get(id: string): Promise<BrowserSessionRecord | undefined> {
    const packed = await this.#link.run((redis) => redis.getBuffer(browserKey(id)));
    // Too short: an earlier release wrote it, and nothing of it opens here.
    if (packed === null || packed.length <= SEALED_KEY_AT) return undefined;
    this.#seen.add(id);
    return {
      id,
      secretHash: packed.subarray(0, SECRET_HASH_OCTETS),
      sealedKey: packed.subarray(SEALED_KEY_AT),
      expiresAt: packed.readDoubleBE(SECRET_HASH_OCTETS),
      endsAt: packed.readDoubleBE(ENDS_AT),
    };
  }

  async set(record: BrowserSessionRecord): Promise<void> {
    const { id, expiresAt } = record;
    this.#seen.add(id);
    await this.#link.run((redis) =>
      redis
        .multi()
        .set(browserKey(id), packedRecord(record))
        .pexpireat(browserKey(id), Math.ceil(expiresAt))
        .pexpireat(recordsKey(id), Math.ceil(expiresAt))
        .exec(),
    );
  }

  async touch(id: string, expiresAt: number): Promise<void> {
    const keys = [browserKey(id), recordsKey(id)] as const;
    const expiry = [float64(expiresAt), Math.ceil(expiresAt)] as const;
    await this.#link.run((redis) => redis.eval(TOUCH, keys.length, ...keys, ...expiry));
  }

  async replace(record: BrowserSessionRecord, formerHash: Buffer): Promise<boolean> {
    const keys = [browserKey(record.id), recordsKey(record.id)] as const;
    const written = [packedRecord(record), Math.ceil(record.expiresAt)] as const;
    const answer = await this.#link.run((redis) =>
      redis.eval(REPLACE, keys.length, ...keys, formerHash, ...written),
    );
    return answer === 1;
  }

  async delete(id: string): Promise<void> {
    this.#seen.delete(id);
    await this.#link.run((redis) =>
      redis.multi().del(browserKey(id), recordsKey(id)).publish(GONE_CHANNEL, goneWords(id)).exec(),
    );
  }

  /** They expire by the clock of Redis; those of another gateway are that one's to end. */
  async deleteExpired(_now: number): Promise<string[]> {
    const seen = [...this.#seen];
    const ended: string[] = [];
    for (let start = 0; start < seen.length; start += BATCH) {
      const ids = seen.slice(start, start + BATCH);
      const records = await this.#link.run((redis) => redis.mgetBuffer(ids.map(browserKey)));
      ended.push(...ids.filter((_, index) => records[index] === null));
    }
    for (const id of ended) this.#seen.delete(id);
    return ended;
  }
}

function packedRecord({ secretHash, sealedKey, expiresAt, endsAt }: BrowserSessionRecord): Buffer {
  return Buffer.concat([secretHash, float64(expiresAt), float64(endsAt), sealedKey]);
}

function float64(value: number): Buffer {
  const octets = Buffer.alloc(8);
  octets.writeDoubleBE(value);
  return octets;
}
