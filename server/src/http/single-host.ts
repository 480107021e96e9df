import type { FastifyInstance } from "fastify";

/** A proxy and this gateway would read two different ones of them (RFC 9112 §3.2: 400). */
class SeveralHostsError extends Error {
  override readonly name = "SeveralHostsError";
  readonly code = "invalid";
}

/** Refuses a request with more than one Host header, of which Node shows the first only. */
export function refuseSeveralHosts(app: FastifyInstance): void {
  app.addHook("onRequest", async ({ raw }) => {
    const { rawHeaders } = raw;
    let hosts = 0;
    for (let index = 0; index < rawHeaders.length; index += 2) {
      if (rawHeaders[index]?.toLowerCase() === "host") hosts += 1;
    }
    if (hosts > 1) throw new SeveralHostsError("more than one Host header");
  });
}
