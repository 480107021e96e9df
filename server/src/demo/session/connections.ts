import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { ServerIdentity } from "../certificate/certificate.ts";
import { Connection } from "./connection.ts";
import type { DemoService } from "./demo-service.ts";
import { HANDSHAKE_TIMEOUT_MS } from "./start-tls.ts";

const TOO_MANY = "-ERR [SYS/TEMP] too many sessions from your address\r\n";

/** All connections of one demo server, over both ports. */
export class Connections {
  readonly #service: DemoService;
  readonly #identity: ServerIdentity;
  readonly #perAddress: number;
  readonly #open = new Set<Socket>();
  readonly #countByAddress = new Map<string, number>();
  #lastId = 0;

  constructor(service: DemoService, identity: ServerIdentity, perAddress: number) {
    this.#service = service;
    this.#identity = identity;
    this.#perAddress = perAddress;
  }

  /** @param port 0 takes a free one */
  async listen(host: string, port: number, security: "starttls" | "tls"): Promise<Server> {
    const server =
      security === "tls" ? this.#tlsServer() : createTcpServer((socket) => this.#serve(socket, false));
    // Before TLS, so that a handshake that never ends is counted and dropped too.
    server.prependListener("connection", (socket: Socket) => this.#admit(socket, security));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ host, port }, () => {
        server.off("error", reject);
        resolve();
      });
    });
    return server;
  }

  /** Drops every connection: nothing is deleted. */
  destroyAll(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #tlsServer(): Server {
    const { keyPem, certificatePem } = this.#identity;
    const server = createTlsServer(
      { key: keyPem, cert: certificatePem, handshakeTimeout: HANDSHAKE_TIMEOUT_MS },
      (socket) => this.#serve(socket, true),
    );
    // A broken handshake ends its own socket and nothing else.
    server.on("tlsClientError", (_error: Error, socket: Socket) => socket.destroy());
    return server;
  }

  /** Counts a connection, or closes it: it is then destroyed or half closed, and `#serve` leaves it alone. */
  #admit(socket: Socket, security: "starttls" | "tls"): void {
    const address = socket.remoteAddress ?? "";
    const count = (this.#countByAddress.get(address) ?? 0) + 1;
    if (count > this.#perAddress) {
      socket.on("error", () => socket.destroy());
      if (security === "tls") socket.destroy();
      else socket.end(TOO_MANY, () => socket.destroy());
      return;
    }
    this.#countByAddress.set(address, count);
    this.#open.add(socket);
    socket.once("close", () => this.#forget(socket, address));
  }

  #serve(socket: Socket, isSecure: boolean): void {
    if (!socket.writable) return;
    const id = ++this.#lastId;
    const connection = new Connection({
      id,
      socket,
      isSecure,
      service: this.#service,
      identity: this.#identity,
    });
    connection.start();
  }

  #forget(socket: Socket, address: string): void {
    this.#open.delete(socket);
    const left = (this.#countByAddress.get(address) ?? 1) - 1;
    if (left === 0) this.#countByAddress.delete(address);
    else this.#countByAddress.set(address, left);
  }
}

/** The port that a listening server took. */
export function portOf(server: Server): number {
  // `address()` is a string only for pipes and null only before listening.
  return (server.address() as AddressInfo).port;
}
