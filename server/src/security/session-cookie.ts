import "@fastify/cookie";
import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { cookieValue, type BrowserSession } from "./browser-session.ts";

export interface CookiePlace {
  /** With a slash at its end. */
  readonly basePath: string;
  readonly publicUrl?: URL;
}

/** Over TLS: a name that no other host and no unencrypted page can set (RFC 6265bis §4.1.3). */
const PREFIXED = "__Host-popgate";
const PLAIN = "popgate";
/** Of a hash, in base64url: enough to tell a host's gateways apart. */
const PATH_HASH_CHARACTERS = 8;

/** Another host of the same domain can plant some; whoever plants more signs the browser out, and no more. */
const MAX_VALUES = 8;

/**
 * What the request's cookies of our name say, in the browser's order; proves nothing yet. Without TLS a
 * sibling host can plant one of its own before ours.
 */
export function readSessionCookies(request: FastifyRequest, place: CookiePlace): string[] {
  const start = `${cookieName(request, place)}=`;
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
  const values = pairs.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length));
  return values.slice(0, MAX_VALUES);
}

/**
 * SameSite=Strict: no other site's page, frame or link arrives signed in. Without an expiry: it ends with
 * the browser and is not written to its disk; how long it proves anything is the gateway's to say.
 */
export function setSessionCookie(reply: FastifyReply, place: CookiePlace, session: BrowserSession): void {
  reply.setCookie(cookieName(reply.request, place), cookieValue(session), cookieOptions(reply, place));
}

/** The browser has no session any more. */
export function clearSessionCookie(reply: FastifyReply, place: CookiePlace): void {
  reply.clearCookie(cookieName(reply.request, place), cookieOptions(reply, place));
}

function cookieOptions({ request }: FastifyReply, place: CookiePlace) {
  const secure = isSecure(request, place);
  // `__Host-` demands Secure and the path `/`.
  return { path: secure ? "/" : place.basePath, httpOnly: true, sameSite: "strict", secure } as const;
}

/** The path is the whole host's, so the name tells apart the gateways that share one. */
function cookieName(request: FastifyRequest, place: CookiePlace): string {
  if (!isSecure(request, place)) return PLAIN;
  if (place.basePath === "/") return PREFIXED;
  const hash = createHash("sha256").update(place.basePath).digest("base64url");
  return `${PREFIXED}-${hash.slice(0, PATH_HASH_CHARACTERS)}`;
}

/** `request.protocol` believes X-Forwarded-Proto only from a trusted proxy. */
export function isSecure(request: FastifyRequest, { publicUrl }: CookiePlace): boolean {
  return publicUrl === undefined ? request.protocol === "https" : publicUrl.protocol === "https:";
}
