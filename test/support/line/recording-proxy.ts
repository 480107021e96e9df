import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { listen } from "./listen.ts";

/** Stands between a client and a server and writes down what the client says. */
export interface RecordingProxy {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** The client's lines so far, over all connections, and in which write each came. */
  readonly lines: readonly { readonly line: string; readonly packet: number }[];
  stop(): Promise<void>;
}

export async function startRecordingProxy(host: string, port: number): Promise<RecordingProxy> {
  const lines: { line: string; packet: number }[] = [];
  const sockets = new Set<Socket>();
  let packet = 0;
  const server = createServer((client) => {
    const upstream = connect(port, host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      // Either side may reset; the other one is ended below.
      socket.on("error", () => {});
    }
    let rest = "";
    client.on("data", (chunk: Buffer) => {
      packet += 1;
      const parts = (rest + chunk.toString("latin1")).split("\r\n");
      rest = parts.pop() ?? "";
      for (const line of parts) lines.push({ line, packet });
    });
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  const ownPort = await listen(server);
  return {
    host: "127.0.0.1",
    port: ownPort,
    lines,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
