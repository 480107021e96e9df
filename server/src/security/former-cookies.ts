import { timingSafeEqual } from "node:crypto";
import type { BrowserSession } from "./browser-session.ts";

/**
 * Another tab's requests that were on their way when the cookie was replaced still arrive with the one
 * before. No browser keeps one on its way for longer, and who stole a cookie has no more than this.
 */
export const FORMER_COOKIE_MS = 10_000;

interface FormerCookie {
  readonly hash: Buffer;
  readonly session: BrowserSession;
  readonly until: number;
}

/** Cookies that were replaced a moment ago, in this process alone: another gateway takes them for forged. */
export class FormerCookies {
  readonly #now: () => number;
  readonly #cookies = new Map<string, readonly FormerCookie[]>();

  /** @param now milliseconds since the Unix epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param hash of the former secret */
  add(hash: Buffer, session: BrowserSession): void {
    for (const id of this.#cookies.keys()) this.#keepLive(id);
    const until = this.#now() + FORMER_COOKIE_MS;
    this.#cookies.set(session.id, [...(this.#cookies.get(session.id) ?? []), { hash, session, until }]);
  }

  find(id: string, hash: Buffer): BrowserSession | undefined {
    return this.#keepLive(id).find((cookie) => timingSafeEqual(cookie.hash, hash))?.session;
  }

  forget(id: string): void {
    this.#cookies.delete(id);
  }

  #keepLive(id: string): readonly FormerCookie[] {
    const live = (this.#cookies.get(id) ?? []).filter(({ until }) => until > this.#now());
    if (live.length === 0) this.#cookies.delete(id);
    else this.#cookies.set(id, live);
    return live;
  }
}
