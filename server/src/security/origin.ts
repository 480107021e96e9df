import type { FastifyRequest } from "fastify";

/** The request comes from elsewhere than our own page. */
export class OriginError extends Error {
  override readonly name = "OriginError";
  readonly code = "wrong-origin";
}

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what another site's page could make a browser send. A browser sets Sec-Fetch-Site itself;
 * older ones send Origin; a request with neither is no page's.
 *
 * @throws OriginError
 */
export function requireSameOrigin(request: FastifyRequest, publicUrl?: URL): void {
  if (isSafe(request)) return;
  if (hasBody(request) && !isJson(request)) {
    throw new OriginError("a request that changes something must be application/json");
  }
  const site = request.headers["sec-fetch-site"];
  if (site === "same-origin") return;
  if (site !== undefined || !isOwnOrigin(request, publicUrl)) {
    throw new OriginError("a request that changes something must come from this gateway's own page");
  }
}

/** Whether it only reads (RFC 9110 §9.2.1). */
export function isSafe({ method }: FastifyRequest): boolean {
  return SAFE_METHODS.has(method);
}

/** A WebSocket obeys no same-origin policy: only this check stands between it and any site (RFC 6455 §10.2). */
export function requireOwnOriginForUpgrade(request: FastifyRequest, publicUrl?: URL): void {
  if (!isOwnOrigin(request, publicUrl)) {
    throw new OriginError("a WebSocket must be opened by this gateway's own page");
  }
}

/** Against DNS rebinding: where PUBLIC_URL is set, no other name is answered. @throws OriginError */
export function requirePublicHost(request: FastifyRequest, publicUrl: URL | undefined): void {
  if (publicUrl === undefined || hostOf(request) === publicUrl.host) return;
  throw new OriginError("this gateway answers only under its own name");
}

function isOwnOrigin(request: FastifyRequest, publicUrl: URL | undefined): boolean {
  const origin = request.headers.origin;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (publicUrl !== undefined) return url.origin === publicUrl.origin;
  // The scheme is left out: a proxy that ends TLS without being trusted hides it from us.
  return (url.protocol === "http:" || url.protocol === "https:") && url.host === hostOf(request);
}

/** As a URL writes it, so that a default port compares equal to none. */
function hostOf(request: FastifyRequest): string {
  const url = `${request.protocol}://${request.host}`;
  return URL.canParse(url) ? new URL(url).host : "";
}

function hasBody(request: FastifyRequest): boolean {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  return encoding !== undefined || (length !== undefined && length !== "0");
}

function isJson(request: FastifyRequest): boolean {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";");
  return type.trim().toLowerCase() === "application/json";
}
