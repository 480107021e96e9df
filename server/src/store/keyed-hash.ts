import { createHmac } from "node:crypto";
import { UID_HASH_OCTETS } from "./read-state-store.ts";

const ACCOUNT_HASH_OCTETS = 16;

/**
 * The names under which the store knows accounts and messages: HMAC-SHA-256, cut to 128 bits. Whoever
 * reads the store learns neither an address nor which mailboxes hold the same message. Pure.
 */
export class KeyedHash {
  readonly #key: Buffer;

  /** @param key 32 random octets, the same at each start; see `installation-secret.ts` */
  constructor(key: Buffer) {
    this.#key = key;
  }

  /** The same account by any spelling of its host. Also the key of its lease. */
  account(account: { readonly user: string; readonly host: string; readonly port: number }): string {
    const name = JSON.stringify(["account", account.user, account.host.toLowerCase(), account.port]);
    return this.#hash(name, ACCOUNT_HASH_OCTETS).toString("base64url");
  }

  /** One message of one account: the same unique-id elsewhere has another hash. */
  uid(account: string, uid: string): Buffer {
    return this.#hash(`uid\n${account}\n${uid}`, UID_HASH_OCTETS);
  }

  #hash(text: string, octets: number): Buffer {
    return createHmac("sha256", this.#key).update(text).digest().subarray(0, octets);
  }
}
