import { createHash, timingSafeEqual } from "node:crypto";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import type { ServerAddress } from "@popgate/shared/api/mailbox";
import { Pop3Error } from "../errors.ts";

/** What makes a server's certificate believed, and our own for servers that ask for one. */
export interface TlsTrust extends ConnectionOptions {
  /**
   * SHA-256 of the only leaf certificates to be believed, 32 octets each; several for the days when one
   * replaces the other. A pin stands for name and dates; with `ca` the chain is verified too.
   */
  readonly fingerprints?: readonly Buffer[];
}

/** Node's options for the handshake: what a pin decides, Node must not refuse before. */
export function handshakeOptions({ fingerprints, ...options }: TlsTrust): ConnectionOptions {
  if (fingerprints === undefined) return options;
  return options.ca === undefined
    ? { ...options, rejectUnauthorized: false }
    : { ...options, checkServerIdentity: () => undefined };
}

/**
 * To be called before the first octet goes through a new TLS connection.
 *
 * @returns why the certificate is not the pinned one, naming what was shown; undefined where it is, or none is pinned
 */
export function pinRefusal(tls: TLSSocket, trust: TlsTrust, server: ServerAddress): Pop3Error | undefined {
  if (trust.fingerprints === undefined) return undefined;
  const raw = tls.getPeerX509Certificate()?.raw;
  const shown = raw === undefined ? undefined : createHash("sha256").update(raw).digest();
  if (shown !== undefined && isOneOf(shown, trust.fingerprints)) return undefined;
  const what = shown === undefined ? "none was shown" : `it has the SHA-256 fingerprint ${colonHex(shown)}`;
  return new Pop3Error("certificate", `the certificate of ${server.host} is not the pinned one: ${what}`, {
    certificate: { problem: "notPinned" },
  });
}

/** As `openssl x509 -fingerprint -sha256` writes it. */
function colonHex(octets: Buffer): string {
  return (octets.toString("hex").toUpperCase().match(/../g) ?? []).join(":");
}

/** Looks at every pin, so that the time tells nothing of which one came near. */
function isOneOf(shown: Buffer, pins: readonly Buffer[]): boolean {
  return pins.filter((pin) => pin.length === shown.length && timingSafeEqual(pin, shown)).length > 0;
}
