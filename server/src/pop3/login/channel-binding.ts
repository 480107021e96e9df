import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

/** RFC 9266 §2. */
const LABEL = "EXPORTER-Channel-Binding";
const OCTETS = 32;

/**
 * What only the two ends of this TLS connection can compute (RFC 9266); undefined without TLS 1.3:
 * before it the exporter is unique only with an extension that Node does not tell of.
 */
export function channelBindingOf(socket: Socket): Buffer | undefined {
  if (!(socket instanceof TLSSocket) || socket.getProtocol() !== "TLSv1.3") return undefined;
  return socket.exportKeyingMaterial(OCTETS, LABEL, Buffer.alloc(0));
}
