import { isIP } from "node:net";
import type { FastifyInstance } from "fastify";

const HEADER = "x-forwarded-for";
/** With the port that some proxies write behind an address. */
const WITH_PORT = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+))(?::\d{1,5})?$/i;

/**
 * Leaves only addresses in X-Forwarded-For. What a client sends in it is passed on by proxies as it is, and
 * would otherwise be logged, and counted, as the address of whoever asks.
 */
export function addForwardedAddresses(app: FastifyInstance): void {
  app.addHook("onRequest", async ({ raw }) => {
    const forwarded = raw.headers[HEADER];
    if (typeof forwarded !== "string") return;
    const addresses = addressesIn(forwarded);
    if (addresses === "") delete raw.headers[HEADER];
    else raw.headers[HEADER] = addresses;
  });
}

/** Each proxy writes at the end whom it heard: nothing stands surely before an entry that is no address. */
function addressesIn(forwarded: string): string {
  const entries = forwarded.split(",").map((entry) => addressIn(entry.trim()));
  return entries.slice(entries.lastIndexOf(undefined) + 1).join(", ");
}

function addressIn(entry: string): string | undefined {
  if (isIP(entry) !== 0) return entry;
  const [, bracketed, bare] = WITH_PORT.exec(entry) ?? [];
  const address = bracketed ?? bare ?? "";
  return isIP(address) === 0 ? undefined : address;
}
