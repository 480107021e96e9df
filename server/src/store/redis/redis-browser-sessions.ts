import type { BrowserSessionRecord, BrowserSessionStore } from "../browser-session-store.ts";
import { goneWords } from "./gone-words.ts";
import { GONE_CHANNEL, type RedisLink } from "./redis-link.ts";
import { browserKey, recordsKey } from "./redis-keys.ts";

const SECRET_HASH_OCTETS = 32;
/** Asked for in one message. */
const BATCH = 500;

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
    if (packed === null || packed.length !== SECRET_HASH_OCTETS + 8) return undefined;
    this.#seen.add(id);
    return {
      id,
      secretHash: packed.subarray(0, SECRET_HASH_OCTETS),
      expiresAt: packed.readDoubleBE(SECRET_HASH_OCTETS),
    };
  }

  async set({ id, secretHash, expiresAt }: BrowserSessionRecord): Promise<void> {
    const expiry = Buffer.alloc(8);
    expiry.writeDoubleBE(expiresAt);
    this.#seen.add(id);
    await this.#link.run((redis) =>
      redis
        .multi()
        .set(browserKey(id), Buffer.concat([secretHash, expiry]))
        .pexpireat(browserKey(id), Math.ceil(expiresAt))
        .pexpireat(recordsKey(id), Math.ceil(expiresAt))
        .exec(),
    );
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
