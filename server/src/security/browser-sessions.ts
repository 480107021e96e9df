import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { BrowserSessionStore } from "../store/browser-session-store.ts";

/** A browser, known by its cookie. `secret` comes from the cookie and is nowhere else. */
export interface BrowserSession {
  readonly id: string;
  readonly secret: string;
}

export interface BrowserSessionsOptions {
  readonly store: BrowserSessionStore;
  /** How long a browser may stay away. */
  readonly ttlMs: number;
  readonly now: () => number;
  /** From the process's secret: a cookie of another one proves nothing. */
  readonly key: Buffer;
}

/** 128 bits name a session, 256 bits prove it. */
const ID_OCTETS = 16;
const SECRET_OCTETS = 32;
const COOKIE_VALUE = /^([\w-]{22})\.([\w-]{43})$/;
/** The expiry moves on use, but is not written at every request. */
const RENEW_AFTER_SHARE = 0.1;

/** Opens, recognizes and ends browser sessions. */
export class BrowserSessions {
  readonly #options: BrowserSessionsOptions;
  readonly #endListeners = new Set<(id: string) => void>();

  constructor(options: BrowserSessionsOptions) {
    this.#options = options;
  }

  async open(): Promise<BrowserSession> {
    const id = randomBytes(ID_OCTETS).toString("base64url");
    const secret = randomBytes(SECRET_OCTETS).toString("base64url");
    await this.#write(id, this.#hash(secret));
    return { id, secret };
  }

  /** The session that a cookie's value proves; undefined if none, expired or forged. */
  async find(cookieValue: string | undefined): Promise<BrowserSession | undefined> {
    const [, id, secret] = COOKIE_VALUE.exec(cookieValue ?? "") ?? [];
    if (id === undefined || secret === undefined) return undefined;
    const record = await this.#options.store.get(id);
    if (record === undefined || !timingSafeEqual(record.secretHash, this.#hash(secret))) return undefined;
    const leftMs = record.expiresAt - this.#options.now();
    if (leftMs <= 0) {
      await this.end(id);
      return undefined;
    }
    if (leftMs < this.#options.ttlMs * (1 - RENEW_AFTER_SHARE)) await this.#write(id, record.secretHash);
    return { id, secret };
  }

  async end(id: string): Promise<void> {
    await this.#options.store.delete(id);
    this.#ended(id);
  }

  /**
   * Ends what expired; to be called now and then.
   *
   * @param present browsers with a page open: they are not away, though a page may ask for nothing all day
   */
  async sweep(present: Iterable<string>): Promise<void> {
    for (const id of present) {
      const record = await this.#options.store.get(id);
      if (record !== undefined) await this.#write(id, record.secretHash);
    }
    for (const id of await this.#options.store.deleteExpired(this.#options.now())) this.#ended(id);
  }

  /** @returns what ends the subscription */
  onEnd(listener: (id: string) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  #ended(id: string): void {
    for (const listener of this.#endListeners) listener(id);
  }

  /** The secret has 256 random bits, so a fast hash is as good as a slow one. */
  #hash(secret: string): Buffer {
    return createHmac("sha256", this.#options.key).update(secret).digest();
  }

  #write(id: string, secretHash: Buffer): Promise<void> {
    return this.#options.store.set({ id, secretHash, expiresAt: this.#options.now() + this.#options.ttlMs });
  }
}

/** What the cookie holds. */
export function cookieValue({ id, secret }: BrowserSession): string {
  return `${id}.${secret}`;
}

/** The key under which cookies are known: whoever has the store alone cannot test a guess. */
export function browserSessionKey(processSecret: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", processSecret, "", "popgate browser session v1", 32));
}
