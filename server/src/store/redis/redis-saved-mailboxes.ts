import {
  MAX_SAVED_MAILBOXES,
  requireRoom,
  requireSealed,
  type SavedMailbox,
  type SavedMailboxStore,
} from "../saved-mailbox-store.ts";
import type { RedisLink } from "./redis-link.ts";
import { browserKey, mailboxesKey } from "./redis-keys.ts";

/** In one step, since the browser session may end, or another mailbox be saved, between any two. */
const SET = `
local left = redis.call("PTTL", KEYS[1])
if left <= 0 then return 0 end
if redis.call("HEXISTS", KEYS[2], ARGV[1]) == 0 and redis.call("HLEN", KEYS[2]) >= tonumber(ARGV[3]) then
  return -1
end
redis.call("HSET", KEYS[2], ARGV[1], ARGV[2])
redis.call("PEXPIRE", KEYS[2], left)
return 1`;
const FULL = -1;

/** Sealed mailboxes in Redis. */
export class RedisSavedMailboxes implements SavedMailboxStore {
  readonly #link: RedisLink;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async list(ownerId: string): Promise<SavedMailbox[]> {
    const mailboxes = await this.#link.run((redis) => redis.hgetallBuffer(mailboxesKey(ownerId)));
    return Object.entries(mailboxes).map(([mailboxId, sealed]) => ({ mailboxId, sealed }));
  }

  async set(ownerId: string, mailbox: SavedMailbox): Promise<void> {
    requireSealed(mailbox);
    const { mailboxId, sealed } = mailbox;
    const keys = [browserKey(ownerId), mailboxesKey(ownerId)] as const;
    const answer = await this.#link.run((redis) =>
      redis.eval(SET, keys.length, ...keys, mailboxId, sealed, MAX_SAVED_MAILBOXES),
    );
    if (answer === FULL) requireRoom(MAX_SAVED_MAILBOXES);
  }

  async delete(ownerId: string, mailboxId: string): Promise<void> {
    await this.#link.run((redis) => redis.hdel(mailboxesKey(ownerId), mailboxId));
  }

  async deleteOwner(ownerId: string): Promise<void> {
    await this.#link.run((redis) => redis.del(mailboxesKey(ownerId)));
  }
}
