import {
  MAX_MAILBOX_RECORDS,
  overtaken,
  requireRoom,
  requireSealed,
  type SealedRecord,
  type MailboxRecordStore,
} from "../mailbox-record-store.ts";
import { goneWords } from "./gone-words.ts";
import { GONE_CHANNEL, type RedisLink } from "./redis-link.ts";
import { browserKey, mailboxesKey } from "./redis-keys.ts";

/** A mailbox is its generation in decimal digits, a colon, its octets. */
const KEPT = `
local function kept(key, id)
  local value = redis.call("HGET", key, id)
  if not value then return nil end
  local _, last, generation = string.find(value, "^(%d+):")
  return tonumber(generation), string.sub(value, last + 1)
end`;
/** In one step, since the browser session may end, or another mailbox be saved, between any two. */
const SET = `${KEPT}
local left = redis.call("PTTL", KEYS[1])
if left <= 0 then return 0 end
if redis.call("HEXISTS", KEYS[2], ARGV[1]) == 0 and redis.call("HLEN", KEYS[2]) >= tonumber(ARGV[3]) then
  return -1
end
local generation = kept(KEYS[2], ARGV[1])
if generation and generation > tonumber(ARGV[4]) then return -2 end
redis.call("HSET", KEYS[2], ARGV[1], ARGV[4] .. ":" .. ARGV[2])
redis.call("PEXPIRE", KEYS[2], left)
return 1`;
const CLAIM = `${KEPT}
local generation, sealed = kept(KEYS[1], ARGV[1])
if not generation then return nil end
local claimed = string.format("%d:", generation + 1) .. sealed
redis.call("HSET", KEYS[1], ARGV[1], claimed)
return claimed`;
const FULL = -1;
const OVERTAKEN = -2;

/** Sealed mailboxes in Redis. */
export class RedisMailboxRecords implements MailboxRecordStore {
  readonly #link: RedisLink;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async list(ownerId: string): Promise<SealedRecord[]> {
    const mailboxes = await this.#link.run((redis) => redis.hgetallBuffer(mailboxesKey(ownerId)));
    return Object.entries(mailboxes).map(([mailboxId, value]) => read(mailboxId, value));
  }

  async set(ownerId: string, mailbox: SealedRecord): Promise<void> {
    requireSealed(mailbox);
    const { mailboxId, sealed, generation } = mailbox;
    const keys = [browserKey(ownerId), mailboxesKey(ownerId)] as const;
    const answer = await this.#link.run((redis) =>
      redis.eval(SET, keys.length, ...keys, mailboxId, sealed, MAX_MAILBOX_RECORDS, generation),
    );
    if (answer === FULL) requireRoom(MAX_MAILBOX_RECORDS);
    if (answer === OVERTAKEN) throw overtaken();
  }

  async claim(ownerId: string, mailboxId: string): Promise<SealedRecord | undefined> {
    const value = await this.#link.run((redis) =>
      redis.callBuffer("eval", CLAIM, 1, mailboxesKey(ownerId), mailboxId),
    );
    return Buffer.isBuffer(value) ? read(mailboxId, value) : undefined;
  }

  async delete(ownerId: string, mailboxId: string): Promise<void> {
    await this.#link.run((redis) =>
      redis
        .multi()
        .hdel(mailboxesKey(ownerId), mailboxId)
        .publish(GONE_CHANNEL, goneWords(ownerId, mailboxId))
        .exec(),
    );
  }

  async deleteOwner(ownerId: string): Promise<void> {
    await this.#link.run((redis) => redis.del(mailboxesKey(ownerId)));
  }
}

function read(mailboxId: string, value: Buffer): SealedRecord {
  const colon = value.indexOf(":");
  return {
    mailboxId,
    generation: Number(value.toString("latin1", 0, colon)),
    sealed: value.subarray(colon + 1),
  };
}
