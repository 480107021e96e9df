import type { FastifyInstance, FastifyRequest } from "fastify";
import type { BrowserSession, BrowserSessions } from "./browser-sessions.ts";
import { requirePublicHost, requireSameOrigin } from "./origin.ts";
import { readSessionCookie, type CookiePlace } from "./session-cookie.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The browser that asks, proved by its cookie. */
    browserSession: BrowserSession | null;
  }
}

/** Nobody is signed in where somebody must be. */
export class NoSessionError extends Error {
  override readonly name = "NoSessionError";
  readonly code = "no-session";
}

/** Before anything of a request is read: is it ours to answer, and who asks? */
export function addRequestSessions(
  app: FastifyInstance,
  browserSessions: BrowserSessions,
  place: CookiePlace,
): void {
  app.decorateRequest("browserSession", null);
  app.addHook("onRequest", async (request) => {
    requirePublicHost(request, place.publicUrl);
    requireSameOrigin(request, place.publicUrl);
    request.browserSession = (await browserSessions.find(readSessionCookie(request, place))) ?? null;
  });
}

/** @throws NoSessionError */
export function requireSession(request: FastifyRequest): BrowserSession {
  if (request.browserSession === null) throw new NoSessionError("no browser session");
  return request.browserSession;
}
