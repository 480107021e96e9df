import type { GoneListener, RecoverableStore } from "../store.ts";
import { RedisBrowserSessions } from "./redis-browser-sessions.ts";
import { RedisLeases } from "./redis-leases.ts";
import { readGone } from "./gone-words.ts";
import { GONE_CHANNEL, RedisLink } from "./redis-link.ts";
import { RedisMaildropOwners } from "./redis-maildrop-owners.ts";
import { RedisReadStates } from "./redis-read-states.ts";
import { RedisMailboxRecords } from "./redis-mailbox-records.ts";

/** A store for any number of gateways. */
export class RedisStore implements RecoverableStore {
  readonly kind = "redis";
  readonly browserSessions: RedisBrowserSessions;
  readonly mailboxRecords: RedisMailboxRecords;
  readonly maildropOwners: RedisMaildropOwners;
  readonly readStates: RedisReadStates;
  readonly leases: RedisLeases;
  readonly #link: RedisLink;

  /** @param url redis:// or rediss://; nothing is connected before `recover` */
  constructor(url: string) {
    this.#link = new RedisLink(url);
    this.browserSessions = new RedisBrowserSessions(this.#link);
    this.mailboxRecords = new RedisMailboxRecords(this.#link);
    this.maildropOwners = new RedisMaildropOwners(this.#link);
    this.readStates = new RedisReadStates(this.#link);
    this.leases = new RedisLeases(this.#link);
  }

  get isShared(): boolean {
    return this.#link.isShared;
  }

  onGone(listener: GoneListener): void {
    this.#link.onMessage(GONE_CHANNEL, (text) => listener(readGone(text)));
  }

  recover(): Promise<boolean> {
    return this.#link.recover();
  }

  async close(): Promise<void> {
    this.#link.close();
  }
}
