import "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import { cookieValue, type BrowserSession } from "./browser-sessions.ts";

export interface CookiePlace {
  /** With a slash at its end. */
  readonly basePath: string;
  readonly publicUrl?: URL;
}

/** Both names of the session cookie: the first is one that no other host or path can set (RFC 6265bis). */
const PREFIXED = "__Host-popgate";
const PLAIN = "popgate";

/** What the request's cookie says; proves nothing yet. */
export function readSessionCookie(request: FastifyRequest, place: CookiePlace): string | undefined {
  return request.cookies[cookieName(request, place)];
}

/**
 * SameSite=Strict: no other site's page, frame or link arrives signed in. Without an expiry: it ends with
 * the browser and is not written to its disk; how long it proves anything is the gateway's to say.
 */
export function setSessionCookie(reply: FastifyReply, place: CookiePlace, session: BrowserSession): void {
  reply.setCookie(cookieName(reply.request, place), cookieValue(session), {
    path: place.basePath,
    httpOnly: true,
    sameSite: "strict",
    secure: isSecure(reply.request, place),
  });
}

/** `__Host-` demands Secure and the path `/`. */
function cookieName(request: FastifyRequest, place: CookiePlace): string {
  return isSecure(request, place) && place.basePath === "/" ? PREFIXED : PLAIN;
}

/** `request.protocol` believes X-Forwarded-Proto only from a trusted proxy. */
export function isSecure(request: FastifyRequest, { publicUrl }: CookiePlace): boolean {
  return publicUrl === undefined ? request.protocol === "https" : publicUrl.protocol === "https:";
}
