import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Capabilities } from "../client/capabilities.ts";
import { Pop3Engine } from "../engine/engine.ts";
import { Pop3Error } from "../errors.ts";
import { openTcp, upgradeToTls, type ConnectionContext } from "../opening/connection.ts";
import { askCapabilities, greet, requestTls, staged } from "../opening/open-connection.ts";
import { pinRefusal } from "../opening/pinned-certificate.ts";
import type { ShownCertificate } from "./facts/certificate-facts.ts";

/** What a connection shows before anybody signs in. */
export interface Inspection {
  /** The address that answered. */
  readonly address: string | undefined;
  /** Where the connection begins without TLS. */
  readonly beforeTls?: { readonly greeting: string; readonly capabilities: Capabilities };
  readonly tls?: {
    readonly protocol: string;
    readonly cipher: string;
    readonly certificate: ShownCertificate;
  };
  /** Why there is no TLS. */
  readonly tlsError?: Pop3Error;
}

/**
 * Looks at a server's TLS without believing it: a certificate that is refused elsewhere is described
 * here, so nothing secret is ever said on this connection. It ends before the login.
 *
 * @throws Pop3Error if there is no connection, or no greeting on one that begins without TLS
 */
export async function inspectTls(context: ConnectionContext): Promise<Inspection> {
  const socket = await openTcp(context);
  const address = socket.remoteAddress;
  if (context.server.security === "tls") {
    return { address, ...(await handshake(() => Promise.resolve(socket), context)) };
  }
  const engine = new Pop3Engine(socket, context);
  try {
    const greeting = await staged("greeting", greet(engine, context));
    const capabilities = await staged("capabilities", askCapabilities(engine, context));
    const beforeTls = { greeting, capabilities };
    if (context.server.security === "none" && !capabilities.has("STLS")) return { address, beforeTls };
    const upgrade = () => staged("tls", requestTls(engine, capabilities, context));
    return { address, beforeTls, ...(await handshake(upgrade, context)) };
  } finally {
    engine.destroy(new Pop3Error("closed", "the look at TLS is over"));
  }
}

async function handshake(
  ready: () => Promise<Socket>,
  context: ConnectionContext,
): Promise<Pick<Inspection, "tls" | "tlsError">> {
  const { dial, server } = context;
  const trust = dial.tlsFor?.(server) ?? {};
  const { fingerprints: _, ...unpinned } = trust;
  const lenient = { ...dial, tlsFor: () => ({ ...unpinned, rejectUnauthorized: false }) };
  let tls: TLSSocket | undefined;
  try {
    tls = await upgradeToTls(await ready(), { ...context, dial: lenient });
    const isPinned = trust.fingerprints !== undefined && pinRefusal(tls, trust, server) === undefined;
    const certificate = tls.getPeerCertificate(true);
    return {
      tls: {
        ...cipherOf(tls),
        certificate: { certificate, refusedFor: refusalOf(tls, trust, isPinned), isPinned },
      },
    };
  } catch (error) {
    if (!(error instanceof Pop3Error) || error.kind === "cancelled") throw error;
    return { tlsError: error };
  } finally {
    // What is still on its way is of no interest: nobody listens any more.
    tls?.on("error", () => {}).destroy();
  }
}

function refusalOf(
  tls: TLSSocket,
  trust: { readonly fingerprints?: unknown },
  isPinned: boolean,
): string | undefined {
  if (trust.fingerprints !== undefined && !isPinned) return "it is not the pinned one";
  // Typed as an Error; what Node puts there is the error's code, or its words where it has none.
  const reason: unknown = tls.authorizationError;
  return typeof reason === "string" ? reason : reason instanceof Error ? reason.message : undefined;
}

function cipherOf(tls: TLSSocket): { protocol: string; cipher: string } {
  return { protocol: tls.getProtocol() ?? "unknown", cipher: tls.getCipher().name };
}
