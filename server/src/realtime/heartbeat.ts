import type { WebSocket } from "ws";

/** Proxies cut lines that are silent for a minute. */
const PING_EVERY_MS = 25_000;

/** Pings a page and ends its line when it did not answer the last one. */
export function keepAlive(socket: WebSocket): void {
  let isAnswered = true;
  const timer = setInterval(() => {
    if (!isAnswered) return socket.terminate();
    isAnswered = false;
    socket.ping();
  }, PING_EVERY_MS);
  socket.on("pong", () => (isAnswered = true));
  socket.once("close", () => clearInterval(timer));
}
