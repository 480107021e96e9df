import type { Socket } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import type { ServerIdentity } from "../certificate/certificate.ts";

/** A handshake on a slow line takes a few round trips. */
export const HANDSHAKE_TIMEOUT_MS = 15_000;

/**
 * Turns a plain connection into a TLS one, server side. Rejects if the handshake fails; the socket is
 * then closed. Everything that was read from the socket and not taken is dropped first.
 */
export function startTls(socket: Socket, identity: ServerIdentity): Promise<TLSSocket> {
  socket.setTimeout(0);
  while (socket.read() !== null);
  return new Promise((resolve, reject) => {
    // A server that never listens: Node's public way to run one handshake with its deadline.
    const server = createServer(
      { key: identity.keyPem, cert: identity.certificatePem, handshakeTimeout: HANDSHAKE_TIMEOUT_MS },
      resolve,
    );
    server.once("tlsClientError", reject);
    server.emit("connection", socket);
  });
}
