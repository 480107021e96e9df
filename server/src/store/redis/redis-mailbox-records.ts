import * as z from "zod/mini";
import {
  gap,
  MAX_CHANGES,
  MAX_CHANGES_OCTETS,
  MAX_MAILBOX_RECORDS,
  octetsOf,
  overtaken,
  requireChangesSize,
  requireRecordSize,
  requireRoom,
  sealedRecord,
  type MailboxRecordStore,
  type SealedChange,
  type SealedRecord,
} from "../mailbox-record-store.ts";
import { goneWords } from "./gone-words.ts";
import { browserKey, recordsKey } from "./redis-keys.ts";
import { GONE_CHANNEL, type RedisLink } from "./redis-link.ts";

/**
 * All records of an owner are one hash, which expires with the browser session. Of each: `ID` is the record
 * as it was written whole, `ID:n` its n-th change, `ID:head` its generation, how many changes there are and how
 * many octets they have, in decimal digits. An id is base64url: it has no colon.
 */
const HEAD = `
local function head(key, id)
  local value = redis.call("HGET", key, id .. ":head")
  if not value then return nil end
  local generation, changes, octets = string.match(value, "^(%d+) (%d+) (%d+)$")
  return tonumber(generation), tonumber(changes), tonumber(octets)
end
local function write_head(key, id, generation, changes, octets)
  redis.call("HSET", key, id .. ":head", string.format("%d %d %d", generation, changes, octets))
end
local function forget(key, id, changes)
  redis.call("HDEL", key, id, id .. ":head")
  for n = 1, changes do redis.call("HDEL", key, id .. ":" .. n) end
end`;
/** In one step, since the browser session may end, or another record be written, between any two. */
const SET = `${HEAD}
local left = redis.call("PTTL", KEYS[1])
if left <= 0 then return 0 end
local id, generation = ARGV[1], tonumber(ARGV[2])
local last, changes = head(KEYS[2], id)
if not last then
  local others = 0
  for _, field in ipairs(redis.call("HKEYS", KEYS[2])) do
    if string.sub(field, -5) == ":head" then others = others + 1 end
  end
  if others >= tonumber(ARGV[3]) then return "full" end
elseif last > generation then
  return "overtaken"
end
forget(KEYS[2], id, changes or 0)
redis.call("HSET", KEYS[2], id, ARGV[5])
for n = 6, #ARGV do redis.call("HSET", KEYS[2], id .. ":" .. (n - 5), ARGV[n]) end
write_head(KEYS[2], id, generation, #ARGV - 5, tonumber(ARGV[4]))
redis.call("PEXPIRE", KEYS[2], left)
return 1`;
const APPEND = `${HEAD}
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
local id, generation, sequence = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local last, changes, octets = head(KEYS[2], id)
if not last then return "gap" end
if last > generation then return "overtaken" end
if sequence ~= changes + 1 then return "gap" end
octets = octets + #ARGV[6]
if sequence > tonumber(ARGV[4]) or octets > tonumber(ARGV[5]) then return "limit" end
redis.call("HSET", KEYS[2], id .. ":" .. sequence, ARGV[6])
write_head(KEYS[2], id, generation, sequence, octets)
return 1`;
const CLAIM = `${HEAD}
local id = ARGV[1]
local generation, changes, octets = head(KEYS[1], id)
if not generation then return nil end
write_head(KEYS[1], id, generation + 1, changes, octets)
local answer = { tostring(generation + 1), redis.call("HGET", KEYS[1], id) }
for n = 1, changes do answer[n + 2] = redis.call("HGET", KEYS[1], id .. ":" .. n) end
return answer`;
const DELETE = `${HEAD}
local _, changes = head(KEYS[1], ARGV[1])
forget(KEYS[1], ARGV[1], changes or 0)
redis.call("PUBLISH", ARGV[2], ARGV[3])`;

const Claimed = z.tuple([z.instanceof(Buffer), z.instanceof(Buffer)], z.instanceof(Buffer));

/** Mailbox records in Redis. */
export class RedisMailboxRecords implements MailboxRecordStore {
  readonly #link: RedisLink;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async list(ownerId: string): Promise<SealedRecord[]> {
    const fields = await this.#link.run((redis) => redis.hgetallBuffer(recordsKey(ownerId)));
    return Object.entries(fields).flatMap(([field, head]) => {
      if (!field.endsWith(":head")) return [];
      const mailboxId = field.slice(0, -":head".length);
      const [generation = 0, count = 0] = head.toString("latin1").split(" ").map(Number);
      const changes = Array.from(
        { length: count },
        (_, at) => fields[`${mailboxId}:${at + 1}`] ?? Buffer.alloc(0),
      );
      return sealedRecord({ mailboxId, sealed: fields[mailboxId] ?? Buffer.alloc(0), generation }, changes);
    });
  }

  async set(ownerId: string, record: SealedRecord): Promise<void> {
    requireRecordSize(record);
    const { mailboxId, sealed, changes = [], generation } = record;
    const keys = [browserKey(ownerId), recordsKey(ownerId)] as const;
    const sizes = [MAX_MAILBOX_RECORDS, octetsOf(changes)] as const;
    const answer = await this.#link.run((redis) =>
      redis.eval(SET, keys.length, ...keys, mailboxId, generation, ...sizes, sealed, ...changes),
    );
    refuse(answer);
  }

  async append(ownerId: string, { mailboxId, sealed, generation, sequence }: SealedChange): Promise<void> {
    const keys = [browserKey(ownerId), recordsKey(ownerId)] as const;
    const limits = [MAX_CHANGES, MAX_CHANGES_OCTETS] as const;
    const answer = await this.#link.run((redis) =>
      redis.eval(APPEND, keys.length, ...keys, mailboxId, generation, sequence, ...limits, sealed),
    );
    refuse(answer);
  }

  async claim(ownerId: string, mailboxId: string): Promise<SealedRecord | undefined> {
    const answer = await this.#link.run((redis) =>
      redis.callBuffer("eval", CLAIM, 1, recordsKey(ownerId), mailboxId),
    );
    const claimed = Claimed.safeParse(answer);
    if (!claimed.success) return undefined;
    const [generation, sealed, ...changes] = claimed.data;
    return sealedRecord({ mailboxId, sealed, generation: Number(generation.toString("latin1")) }, changes);
  }

  async delete(ownerId: string, mailboxId: string): Promise<void> {
    const gone = goneWords(ownerId, mailboxId);
    await this.#link.run((redis) =>
      redis.eval(DELETE, 1, recordsKey(ownerId), mailboxId, GONE_CHANNEL, gone),
    );
  }

  async deleteOwner(ownerId: string): Promise<void> {
    await this.#link.run((redis) => redis.del(recordsKey(ownerId)));
  }
}

/** @throws StoreError for what a script answered instead of writing */
function refuse(answer: unknown): void {
  if (answer === "full") requireRoom(MAX_MAILBOX_RECORDS);
  if (answer === "overtaken") throw overtaken();
  if (answer === "gap") throw gap();
  if (answer === "limit") requireChangesSize(MAX_CHANGES + 1, 0);
}
