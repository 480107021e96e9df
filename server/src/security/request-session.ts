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

/** What is done for a browser before its request is served. */
export type OnRecognized = (owner: BrowserSession, request: FastifyRequest) => Promise<void>;

/** Before anything of a request is read: is it ours to answer, and who asks? */
export function addRequestSessions(
  app: FastifyInstance,
  browserSessions: BrowserSessions,
  place: CookiePlace,
  onRecognized: OnRecognized,
): void {
  app.decorateRequest("browserSession", null);
  app.addHook("onRequest", async (request) => {
    requirePublicHost(request, place.publicUrl);
    requireSameOrigin(request, place.publicUrl);
    const owner = await browserSessions.find(readSessionCookie(request, place));
    request.browserSession = owner ?? null;
    if (owner !== undefined) await onRecognized(owner, request);
  });
}

/** @throws NoSessionError */
export function requireSession(request: FastifyRequest): BrowserSession {
  if (request.browserSession === null) throw new NoSessionError("no browser session");
  return request.browserSession;
}
