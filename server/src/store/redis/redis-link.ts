import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import * as z from "zod/mini";
import { StoreError } from "../store-error.ts";

/** A Redis that takes longer is no help to somebody who waits for a page. */
const COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** Between two tries to connect; the store's own back-off decides when it is used again. */
const RECONNECT_MS = 1_000;
/** How soon a line that is dead on the other side is noticed: a lease request is repeated for longer. */
const WATCH_EVERY_MS = 5_000;
/** Several gateways and other programs may share one Redis. */
const KEY_PREFIX = "popgate:";
/** The client puts no prefix before a channel. */
export const MESSAGE_CHANNEL = `${KEY_PREFIX}ask`;
/** Where a gateway tells that it is here, so that no other one believes to be alone until it counts again. */
const ARRIVAL_CHANNEL = `${KEY_PREFIX}arrival`;
/** What was signed out: the others must not bring it back into a Redis that came back empty. */
export const GONE_CHANNEL = `${KEY_PREFIX}gone`;
/** A name that the data has: another one, and this is not the data of before. */
const NAME_KEY = "name";

/** A channel and how many listen to it. */
const Listeners = z.tuple([z.string(), z.coerce.number()]);

/**
 * Two connections to one Redis, for commands and for messages, that never make anybody wait for long:
 * what cannot be sent now fails now, and what is not answered within a second fails then. Once the
 * connection was lost nothing is sent until `recover`: the Redis that comes back may be an empty one.
 */
export class RedisLink {
  readonly #redis: Redis;
  readonly #subscriber: Redis;
  readonly #name = randomUUID();
  #isProven = false;
  #dataName: string | undefined;
  /** Gateways that listened when it was last asked, this one not counted. */
  #others = 0;
  #watch: NodeJS.Timeout | undefined;
  #isWatching = false;

  /** @param url redis:// or rediss://, with the password; nothing is connected yet */
  constructor(url: string) {
    this.#redis = connection(url);
    // A connection that listens can do nothing else.
    this.#subscriber = connection(url);
    for (const each of [this.#redis, this.#subscriber]) each.on("close", () => (this.#isProven = false));
    this.onMessage(ARRIVAL_CHANNEL, (name) => {
      if (name !== this.#name) this.#others = Math.max(this.#others, 1);
    });
  }

  /** Whether other gateways listened when Redis was last heard of; one that was never heard of has none. */
  get isShared(): boolean {
    return this.#others > 0;
  }

  /** @throws StoreError `unavailable` */
  async run<Value>(work: (redis: Redis) => Promise<Value>): Promise<Value> {
    if (!this.#isProven) throw new StoreError("unavailable", "Redis: the connection was lost");
    return unlessUnavailable(() => work(this.#redis));
  }

  /** Hears what any gateway sends, this one too. */
  onMessage(channel: string, listener: (text: string) => void): void {
    this.#subscriber.on("message", (heard: string, text: string) => {
      if (heard === channel) listener(text);
    });
  }

  /** Connects, or tells whether the client did again. @returns whether the data of before is gone */
  recover(): Promise<boolean> {
    return unlessUnavailable(async () => {
      for (const each of [this.#redis, this.#subscriber]) {
        if (each.status === "wait" || each.status === "end") await each.connect();
      }
      await this.#subscriber.subscribe(MESSAGE_CHANNEL, ARRIVAL_CHANNEL, GONE_CHANNEL);
      await this.#redis.set(NAME_KEY, randomUUID(), "NX");
      const name = (await this.#redis.get(NAME_KEY)) ?? undefined;
      const isEmptied = this.#dataName !== undefined && this.#dataName !== name;
      this.#dataName = name;
      await this.#countOthers();
      await this.#redis.publish(ARRIVAL_CHANNEL, this.#name);
      this.#isProven = true;
      this.#watch ??= setInterval(() => void this.#look(), WATCH_EVERY_MS).unref();
      return isEmptied;
    });
  }

  close(): void {
    clearInterval(this.#watch);
    this.#redis.disconnect();
    this.#subscriber.disconnect();
  }

  /** A connection that only listens never finds out by itself that nobody is there any more. */
  async #look(): Promise<void> {
    if (!this.#isProven || this.#isWatching) return;
    this.#isWatching = true;
    try {
      await this.#subscriber.ping();
      await this.#countOthers();
    } catch {
      // Whoever asks for something next is told, and `recover` goes on with new connections.
      this.#isProven = false;
      for (const each of [this.#redis, this.#subscriber]) each.disconnect(true);
    } finally {
      this.#isWatching = false;
    }
  }

  async #countOthers(): Promise<void> {
    const [, count] = Listeners.parse(await this.#redis.pubsub("NUMSUB", MESSAGE_CHANNEL));
    this.#others = count - 1;
  }
}

function connection(url: string): Redis {
  const redis = new Redis(url, {
    lazyConnect: true,
    keyPrefix: KEY_PREFIX,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => RECONNECT_MS,
  });
  // Whoever sends a command is told of its failure; without a listener the client would write to the console.
  redis.on("error", () => {});
  return redis;
}

/** Not the client's own error as a cause: it holds the command with all that was sent. */
async function unlessUnavailable<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const message = error instanceof Error ? error.message : "no answer";
    throw new StoreError("unavailable", `Redis: ${message}`);
  }
}
