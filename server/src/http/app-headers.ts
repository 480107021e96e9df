import type { FastifyInstance } from "fastify";

/**
 * What the page may load and do. `base-uri` is 'self', not 'none': the page's `<base>` is how one
 * build serves every BASE_PATH.
 */
export const APP_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
].join("; ");

/** Every reply carries these, except where its route has set its own. */
export const APP_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": APP_CSP,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
  "x-dns-prefetch-control": "off",
};

export function addAppHeaders(app: FastifyInstance): void {
  app.addHook("onSend", async (_request, reply) => {
    for (const [name, value] of Object.entries(APP_HEADERS)) {
      if (!reply.hasHeader(name)) void reply.header(name, value);
    }
    // Pages set their own; everything else may hold mail.
    if (!reply.hasHeader("cache-control")) void reply.header("cache-control", "no-store");
  });
}
