import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

/** RFC 9266 §2: what only the two ends of a TLS 1.3 connection can compute; undefined on any other. */
export function channelBindingOf(socket: Socket): Buffer | undefined {
  if (!(socket instanceof TLSSocket) || socket.getProtocol() !== "TLSv1.3") return undefined;
  return socket.exportKeyingMaterial(32, "EXPORTER-Channel-Binding", Buffer.alloc(0));
}
