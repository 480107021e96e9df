import { connect, createServer } from "node:net";
import { listen } from "../line/listen.ts";

/** A port of loopback that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const held = await holdPort();
  await held.release();
  return held.port;
}

/** Two of them; both are held for a moment, so that they differ. */
export async function freePorts(): Promise<[number, number]> {
  const [first, second] = [await holdPort(), await holdPort()];
  await Promise.all([first.release(), second.release()]);
  return [first.port, second.port];
}

/** Whether somebody listens there. */
export function accepts(port: number): Promise<boolean> {
  return hears(port, "connect");
}

/** Whether somebody listens there and speaks first, as a POP3 server does. */
export function greets(port: number): Promise<boolean> {
  return hears(port, "data");
}

async function holdPort() {
  const server = createServer();
  const port = await listen(server);
  return { port, release: () => new Promise((resolve) => server.close(resolve)) };
}

function hears(port: number, event: "connect" | "data"): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once(event, () => {
      resolve(true);
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
    // Whoever takes the connection may also end it without a word.
    socket.once("close", () => resolve(false));
  });
}
