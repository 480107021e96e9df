import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { ServerIdentity } from "../certificate/certificate.ts";
import { Connection } from "./connection.ts";
import type { DemoService } from "./demo-service.ts";

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
      security === "tls"
        ? createTlsServer({ key: this.#identity.keyPem, cert: this.#identity.certificatePem }, (socket) =>
            this.#accept(socket, true),
          )
        : createTcpServer((socket) => this.#accept(socket, false));
    // A broken handshake ends its own socket and nothing else.
    server.on("tlsClientError", (_error: Error, socket: Socket) => socket.destroy());
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

  #accept(socket: Socket, isSecure: boolean): void {
    const address = socket.remoteAddress ?? "";
    const count = (this.#countByAddress.get(address) ?? 0) + 1;
    if (count > this.#perAddress) {
      socket.on("error", () => socket.destroy());
      socket.end("-ERR [SYS/TEMP] too many sessions from your address\r\n");
      return;
    }
    this.#countByAddress.set(address, count);
    this.#open.add(socket);
    socket.once("close", () => this.#forget(socket, address));
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
