import type { MaildropOwner, MaildropOwnerStore } from "../maildrop-owner-store.ts";
import { READ_STATE_LIFE_MS } from "../read-state-store.ts";
import { browserKey, maildropKey } from "./redis-keys.ts";
import type { RedisLink } from "./redis-link.ts";

/** In one step, since the browser session may end meanwhile. */
const ADD = `
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
redis.call("SADD", KEYS[2], ARGV[1])
redis.call("PEXPIRE", KEYS[2], ARGV[2])
return 1`;

/**
 * Who is signed in to which maildrop, in Redis. No browser session ends with a word to these sets when it expires,
 * so whoever reads one leaves out, and removes, what is of no session any more.
 */
export class RedisMaildropOwners implements MaildropOwnerStore {
  readonly #link: RedisLink;

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async add(maildrop: string, owner: MaildropOwner): Promise<void> {
    const keys = [browserKey(owner.ownerId), maildropKey(maildrop)] as const;
    // No session lasts as long.
    await this.#link.run((redis) =>
      redis.eval(ADD, keys.length, ...keys, packedOwner(owner), READ_STATE_LIFE_MS),
    );
  }

  list(maildrop: string): Promise<MaildropOwner[]> {
    return this.#link.run(async (redis) => {
      const owners = (await redis.smembers(maildropKey(maildrop))).map(readOwner);
      if (owners.length === 0) return [];
      const sessions = await redis.mget(owners.map(({ ownerId }) => browserKey(ownerId)));
      const gone = owners.filter((_, at) => sessions[at] === null);
      if (gone.length > 0) await redis.srem(maildropKey(maildrop), ...gone.map(packedOwner));
      return owners.filter((_, at) => sessions[at] !== null);
    });
  }

  async remove(maildrop: string, owner: MaildropOwner): Promise<void> {
    await this.#link.run((redis) => redis.srem(maildropKey(maildrop), packedOwner(owner)));
  }
}

/** Neither name has a space: both are base64url. */
function packedOwner({ ownerId, mailboxId }: MaildropOwner): string {
  return `${ownerId} ${mailboxId}`;
}

function readOwner(text: string): MaildropOwner {
  const [ownerId = "", mailboxId = ""] = text.split(" ");
  return { ownerId, mailboxId };
}
