import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A loopback port in front of a server, whose cable can be pulled. */
export interface Cable {
  readonly port: number;
  /** Breaks every connection and takes no further one. */
  pull(): void;
  plug(): void;
  stop(): Promise<void>;
}

export async function startCable(host: string, port: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  let isPulled = false;
  const server = createServer((client) => {
    if (isPulled) return void client.destroy();
    const upstream = connect(port, host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      // Either side may reset; the other one is ended below.
      socket.on("error", () => {});
    }
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    return undefined;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    // A server that listens on TCP has an address of this form.
    port: (server.address() as AddressInfo).port,
    pull() {
      isPulled = true;
      breakAll();
    },
    plug() {
      isPulled = false;
    },
    async stop() {
      breakAll();
      server.close();
      await once(server, "close");
    },
  };
}
