import type { FastifyInstance, FastifyRequest } from "fastify";
import type { BrowserSession } from "./browser-session.ts";
import { SessionRenewedError, type BrowserSessions } from "./browser-sessions.ts";
import { isSafe, requirePublicHost, requireSameOrigin } from "./origin.ts";
import { readSessionCookies, type CookiePlace } from "./session-cookie.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The browser that asks, proved by its cookie, as it counts at this moment. */
    readonly browserSession: BrowserSession | null;
  }
}

/** Nobody is signed in where somebody must be. */
export class NoSessionError extends Error {
  override readonly name = "NoSessionError";
  readonly code = "no-session";
}

/** What is done for a browser before its request is served. */
export type OnRecognized = (owner: BrowserSession, request: FastifyRequest) => Promise<void>;

/** Before anything of a request is read: is it ours to answer, and who asks? */
export function addRequestSessions(
  app: FastifyInstance,
  browserSessions: BrowserSessions,
  place: CookiePlace,
  onRecognized: OnRecognized,
): void {
  const found = new WeakMap<FastifyRequest, BrowserSession>();
  app.decorateRequest("browserSession", {
    // A body may take its time, and a cookie be replaced meanwhile: what counts is asked for at each use.
    getter(this: FastifyRequest) {
      const session = found.get(this);
      return session === undefined ? null : (browserSessions.asOfNow(session) ?? null);
    },
  });
  app.addHook("onRequest", async (request) => {
    requirePublicHost(request, place.publicUrl);
    requireSameOrigin(request, place.publicUrl);
    const session = await browserSessions.find(readSessionCookies(request, place));
    if (session === undefined) return;
    found.set(request, session);
    await onRecognized(session, request);
  });
}

/**
 * The browser that asks.
 *
 * @throws NoSessionError; SessionRenewedError for what changes something, with a cookie that was replaced
 */
export function requireSession(request: FastifyRequest): BrowserSession {
  const session = request.browserSession;
  if (session === null) throw new NoSessionError("no browser session");
  return isSafe(request) ? session : requireLatest(session);
}

/** For what lasts, and for what changes something. @throws SessionRenewedError */
export function requireLatest(session: BrowserSession): BrowserSession {
  if (session.former === undefined) return session;
  throw new SessionRenewedError("the cookie was replaced by a sign-in");
}
