import type { Socket } from "node:net";

/** Nothing came for this long: a server that lives and was to read on has read on. */
const QUIET_MS = 1_000;
/**
 * A server that is sending a long reply reads its next command behind it. Longer than this the maildrop's
 * lock is not kept from the connection that follows.
 */
const LINGER_MS = 10_000;

/**
 * Ends the connection behind one more command, whose reply nobody awaits. In order: octets that wait unread
 * when a socket is destroyed make the system take back what was sent.
 */
export function endWithLastWord(socket: Socket, octets: Uint8Array): void {
  socket.end(octets);
  const giveUp = () => socket.destroy();
  const quiet = setTimeout(giveUp, QUIET_MS).unref();
  const linger = setTimeout(giveUp, LINGER_MS).unref();
  // Flowing, so that what still comes makes way for the server to read.
  socket.on("data", () => quiet.refresh());
  socket.resume();
  socket.once("close", () => {
    clearTimeout(quiet);
    clearTimeout(linger);
  });
}
