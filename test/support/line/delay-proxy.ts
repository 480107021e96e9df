import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { listen } from "./listen.ts";

/** A loopback port behind which a server is as far away as the round trip says. */
export interface DelayProxy {
  readonly host: "127.0.0.1";
  readonly port: number;
  stop(): Promise<void>;
}

/** Passes every chunk on half a round trip after it came, in order; the line's width is not limited. */
export async function startDelayProxy(host: string, port: number, roundTripMs: number): Promise<DelayProxy> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host, port, noDelay: true });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      // Either side may reset; the other one is ended below.
      socket.on("error", () => {});
    }
    passOn(client, upstream, roundTripMs / 2);
    passOn(upstream, client, roundTripMs / 2);
  });
  const ownPort = await listen(server);
  return {
    host: "127.0.0.1",
    port: ownPort,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function passOn(from: Socket, to: Socket, delayMs: number): void {
  const inFlight: { readonly dueAt: number; readonly chunk: Buffer | undefined }[] = [];
  let isArmed = false;
  const deliver = () => {
    isArmed = false;
    // A timer has whole milliseconds; what is due within this one goes out with the first.
    for (
      let next = inFlight[0];
      next !== undefined && next.dueAt <= performance.now() + 0.5;
      next = inFlight[0]
    ) {
      inFlight.shift();
      if (next.chunk === undefined) to.end();
      else if (!to.destroyed) to.write(next.chunk);
    }
    arm();
  };
  const arm = () => {
    const [next] = inFlight;
    if (next === undefined || isArmed) return;
    isArmed = true;
    setTimeout(deliver, Math.max(0, next.dueAt - performance.now()));
  };
  const take = (chunk: Buffer | undefined) => {
    inFlight.push({ dueAt: performance.now() + delayMs, chunk });
    arm();
  };
  from.on("data", (chunk: Buffer) => take(chunk));
  from.on("end", () => take(undefined));
}
