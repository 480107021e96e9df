import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { BrowserSessionRecord, BrowserSessionStore } from "../store/browser-session-store.ts";
import { readCookieValue, type BrowserSession } from "./browser-session.ts";
import { FormerCookies } from "./former-cookies.ts";
import { openOctets, sealOctets } from "./sealed-octets.ts";

export interface BrowserSessionsOptions {
  readonly store: BrowserSessionStore;
  /** How long a browser may stay away. */
  readonly ttlMs: number;
  /** How long after the latest sign-in everything is asked anew, however busy the browser is. */
  readonly lifetimeMs: number;
  readonly now: () => number;
  /** From the process's secret: a cookie of another one proves nothing, and its keys do not open. */
  readonly key: Buffer;
}

/** A sign-in elsewhere in the browser, or of somebody else with its cookie, has replaced the cookie. */
export class SessionRenewedError extends Error {
  override readonly name = "SessionRenewedError";
  readonly code = "session-renewed";
}

/** 128 bits name a session, 256 bits prove it. */
const ID_OCTETS = 16;
const SECRET_OCTETS = 32;
const KEY_OCTETS = 32;
/** The expiry moves on use, but is not written at every request. */
const RENEW_AFTER_SHARE = 0.1;

/** Opens, recognizes, renews and ends browser sessions. */
export class BrowserSessions {
  readonly #options: BrowserSessionsOptions;
  readonly #former: FormerCookies;
  /** The secret's hash of each session that was seen here: another one means that it was renewed elsewhere. */
  readonly #seen = new Map<string, Buffer>();
  readonly #endListeners = new Set<(id: string) => void>();
  readonly #renewListeners = new Set<(id: string) => void>();

  constructor(options: BrowserSessionsOptions) {
    this.#options = options;
    this.#former = new FormerCookies(options.now);
  }

  async open(): Promise<BrowserSession> {
    const id = randomBytes(ID_OCTETS).toString("base64url");
    const session = { id, secret: newSecret(), key: randomBytes(KEY_OCTETS) };
    const record = this.#recordOf(session);
    await this.#options.store.set(record);
    this.#seen.set(id, record.secretHash);
    return session;
  }

  /**
   * The session that one of these values proves; undefined if none does: it expired, or is forged. A page of
   * another host can plant cookies of the same name before ours (RFC 6265 §8.6), so every one is tried; a
   * former one counts only where no other does.
   */
  async find(cookieValues: readonly string[]): Promise<BrowserSession | undefined> {
    let former: BrowserSession | undefined;
    for (const value of cookieValues) {
      const session = await this.#findOne(value);
      if (session?.former === undefined && session !== undefined) return session;
      former ??= session;
    }
    return former;
  }

  /**
   * A session that was found, as it counts now: its cookie may have been replaced since. Whoever waits for
   * anything between finding a session and using it asks again.
   */
  asOfNow(session: BrowserSession): BrowserSession | undefined {
    const hash = this.#hash(session.secret);
    const isLatest = this.#seen.get(session.id)?.equals(hash) === true;
    return isLatest ? session : this.#former.find(session.id, hash);
  }

  /**
   * A sign-in has succeeded: from now on another cookie proves the session, and who else has the one before
   * sees nothing of what is opened from here on. What the session sealed still opens, since only its key is
   * sealed anew, in one write.
   *
   * @param mailboxes those that are open
   * @throws SessionRenewedError where its cookie is not the latest one any more
   */
  async renew(session: BrowserSession, mailboxes: readonly string[]): Promise<BrowserSession> {
    const { id, key } = session;
    const renewed = { id, secret: newSecret(), key };
    const record = this.#recordOf(renewed);
    const formerHash = this.#hash(session.secret);
    const isReplaced =
      session.former === undefined && (await this.#options.store.replace(record, formerHash));
    if (!isReplaced) throw new SessionRenewedError("another sign-in has renewed this browser's session");
    this.#former.add(formerHash, { ...session, former: { mailboxes: new Set(mailboxes) } });
    this.#noteHash(record);
    return renewed;
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
      if (record !== undefined) await this.#touch(record);
    }
    for (const id of await this.#options.store.deleteExpired(this.#options.now())) this.#ended(id);
  }

  /** @returns what ends the subscription */
  onEnd(listener: (id: string) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  /** Hears when a session's cookie was replaced, here or at another gateway. @returns what ends the subscription */
  onRenewed(listener: (id: string) => void): () => void {
    this.#renewListeners.add(listener);
    return () => this.#renewListeners.delete(listener);
  }

  async #findOne(value: string): Promise<BrowserSession | undefined> {
    const cookie = readCookieValue(value);
    if (cookie === undefined) return undefined;
    const { id, secret } = cookie;
    const record = await this.#options.store.get(id);
    if (record === undefined) return undefined;
    if (record.expiresAt <= this.#options.now()) {
      await this.end(id);
      return undefined;
    }
    this.#noteHash(record);
    const hash = this.#hash(secret);
    if (!timingSafeEqual(record.secretHash, hash)) return this.#former.find(id, hash);
    const leftMs = record.expiresAt - this.#options.now();
    if (leftMs < this.#options.ttlMs * (1 - RENEW_AFTER_SHARE)) await this.#touch(record);
    return { id, secret, key: openOctets(this.#sealingKey(id, secret), id, record.sealedKey) };
  }

  #noteHash({ id, secretHash }: BrowserSessionRecord): void {
    const seen = this.#seen.get(id);
    this.#seen.set(id, secretHash);
    if (seen === undefined || seen.equals(secretHash)) return;
    for (const listener of this.#renewListeners) listener(id);
  }

  #ended(id: string): void {
    this.#seen.delete(id);
    this.#former.forget(id);
    for (const listener of this.#endListeners) listener(id);
  }

  #recordOf({ id, secret, key }: BrowserSession): BrowserSessionRecord {
    const { now, ttlMs, lifetimeMs } = this.#options;
    const endsAt = now() + lifetimeMs;
    return {
      id,
      secretHash: this.#hash(secret),
      sealedKey: sealOctets(this.#sealingKey(id, secret), id, key),
      expiresAt: Math.min(now() + ttlMs, endsAt),
      endsAt,
    };
  }

  async #touch({ id, expiresAt, endsAt }: BrowserSessionRecord): Promise<void> {
    const moved = Math.min(this.#options.now() + this.#options.ttlMs, endsAt);
    if (moved > expiresAt) await this.#options.store.touch(id, moved);
  }

  /** The secret has 256 random bits, so a fast hash is as good as a slow one. */
  #hash(secret: string): Buffer {
    return createHmac("sha256", this.#options.key).update(secret).digest();
  }

  #sealingKey(id: string, secret: string): Buffer {
    const material = Buffer.concat([this.#options.key, Buffer.from(secret)]);
    return Buffer.from(hkdfSync("sha256", material, id, "popgate browser session key v1", KEY_OCTETS));
  }
}

function newSecret(): string {
  return randomBytes(SECRET_OCTETS).toString("base64url");
}

/** The key under which cookies are known: whoever has the store alone cannot test a guess. */
export function browserSessionKey(processSecret: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", processSecret, "", "popgate browser session v1", 32));
}
