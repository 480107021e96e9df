import { once } from "node:events";
import { connect } from "node:net";
import { LinePeer } from "./line-peer.ts";

/** A second client's connection, for looking at a server from outside. */
export interface RawPop3 extends Pick<LinePeer, "ask" | "askLines"> {
  /** Closes without QUIT. */
  drop(): Promise<void>;
}

export async function connectPop3(host: string, port: number): Promise<RawPop3> {
  const socket = connect(port, host);
  const peer = new LinePeer(socket);
  await peer.line();
  return {
    ask: (line) => peer.ask(line),
    askLines: (line) => peer.askLines(line),
    async drop() {
      const closed = once(socket, "close");
      socket.destroy();
      await closed;
    },
  };
}

/** The unique-ids that a server tells a second client, in the order of the message numbers. */
export async function uniqueIdsOf(server: {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}): Promise<string[]> {
  const client = await connectPop3(server.host, server.port);
  await client.ask(`USER ${server.user}`);
  const reply = await client.ask(`PASS ${server.password}`);
  if (!reply.startsWith("+OK")) throw new Error(reply);
  const lines = await client.askLines("UIDL");
  await client.ask("QUIT");
  await client.drop();
  return lines.map((line) => line.replace(/^\d+ +/, ""));
}
