import * as z from "zod/mini";
import type { LeaseAnswer, LeaseStore } from "../lease-store.ts";
import { holderOf, makeLeaseToken, requireLeaseText } from "../lease-token.ts";
import { MESSAGE_CHANNEL, type RedisLink } from "./redis-link.ts";
import { leaseKey } from "./redis-keys.ts";

/** Compare and set in one step. What is free is taken: the store may have lost it. */
const RENEW = `
local held = redis.call("GET", KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])
return 1`;
const RELEASE = `
if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end
return 0`;

const Question = z.tuple([z.string(), z.string()]);

/** Leases among all gateways that share this Redis. */
export class RedisLeases implements LeaseStore {
  readonly #link: RedisLink;
  readonly #listeners = new Set<(key: string, message: string) => void>();

  constructor(link: RedisLink) {
    this.#link = link;
    link.onMessage(MESSAGE_CHANNEL, (text) => this.#asked(text));
  }

  async acquire(key: string, holder: string, ttlMs: number): Promise<LeaseAnswer> {
    const token = makeLeaseToken(holder);
    return this.#link.run(async (redis) => {
      if ((await redis.set(leaseKey(key), token, "PX", ttlMs, "NX")) === "OK") {
        return { kind: "acquired", token };
      }
      const held = await redis.get(leaseKey(key));
      // It may have become free since; whoever wants it asks again.
      return { kind: "held", heldBy: held === null ? "" : holderOf(held) };
    });
  }

  async renew(key: string, token: string, ttlMs: number): Promise<boolean> {
    const answer = await this.#link.run((redis) => redis.eval(RENEW, 1, leaseKey(key), token, ttlMs));
    return answer === 1;
  }

  async holderOf(key: string): Promise<string | undefined> {
    const token = await this.#link.run((redis) => redis.get(leaseKey(key)));
    return token === null ? undefined : holderOf(token);
  }

  async release(key: string, token: string): Promise<void> {
    await this.#link.run((redis) => redis.eval(RELEASE, 1, leaseKey(key), token));
  }

  async ask(key: string, message: string): Promise<void> {
    const text = JSON.stringify([key, requireLeaseText(message)]);
    await this.#link.run((redis) => redis.publish(MESSAGE_CHANNEL, text));
  }

  onAsked(listener: (key: string, message: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #asked(text: string): void {
    const question = Question.safeParse(parse(text));
    // Another program's message on our channel is nobody's question.
    if (!question.success) return;
    for (const listener of this.#listeners) listener(...question.data);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told apart by the schema, like everything else that is no question.
    return undefined;
  }
}
