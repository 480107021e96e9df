import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { listen } from "./listen.ts";

/** A loopback port in front of a server, whose cable can be pulled. */
export interface Cable {
  readonly port: number;
  /** Breaks every connection and takes no further one. */
  pull(): void;
  /** Pulls it as soon as the client has said this: the server hears it, its answer arrives nowhere. */
  pullAfter(words: string): void;
  plug(): void;
  /** Nothing passes over the connections that there are, and neither side is told: one end has gone. */
  hush(): void;
  /** What the server says passes up to so many octets from now on, and then waits, until it flows again. */
  stallAfter(octets: number): void;
  flow(): void;
  stop(): Promise<void>;
}

export async function startCable(host: string, port: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  let isPulled = false;
  let lastWords: string | undefined;
  let leftOctets = Infinity;
  const stalled: (() => void)[] = [];
  const server = createServer((client) => {
    if (isPulled) return void client.destroy();
    const upstream = connect(port, host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      // Either side may reset; the other one is ended below.
      socket.on("error", () => {});
    }
    client.on("data", (chunk: Buffer) => {
      if (lastWords === undefined || !chunk.includes(lastWords)) return;
      lastWords = undefined;
      isPulled = true;
      client.unpipe(upstream);
      // To the end of what was said, not of what is answered.
      upstream.unpipe(client);
      upstream.end(chunk, () => client.destroy());
    });
    client.pipe(upstream).pipe(client);
    upstream.on("data", (chunk: Buffer) => {
      leftOctets -= chunk.length;
      if (leftOctets > 0) return;
      upstream.unpipe(client).pause();
      stalled.push(() => upstream.pipe(client));
    });
    client.on("close", () => upstream.end());
    upstream.on("close", () => client.destroy());
    return undefined;
  });
  const ownPort = await listen(server);
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: ownPort,
    pull() {
      isPulled = true;
      breakAll();
    },
    pullAfter(words) {
      lastWords = words;
    },
    hush() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    stallAfter(octets) {
      leftOctets = octets;
    },
    flow() {
      leftOctets = Infinity;
      for (const goOn of stalled.splice(0)) goOn();
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
