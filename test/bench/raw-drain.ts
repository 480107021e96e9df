import { once } from "node:events";
import { connect } from "node:net";
import { requireDovecot, startDovecot, type Dovecot } from "../support/programs/dovecot.ts";
import { LinePeer } from "../support/line/line-peer.ts";
import { messageOf } from "./bench-session.ts";

// How fast a bare socket drains Dovecot: the limit that the gateway's figures are read against.
// tsx test/bench/raw-drain.ts [messages] [octets of each]

const count = Number(process.argv[2] ?? 2000);
const octets = Number(process.argv[3] ?? 20_000);

if (requireDovecot() === undefined) process.exit(1);
const dovecot = await startDovecot({
  users: [
    { user: "bench", password: "bench", messages: Array.from({ length: count }, () => messageOf(octets)) },
  ],
});
try {
  // The first pass reads sizes and fills the page cache; the second is the figure.
  await drain(dovecot, "TOP 0");
  for (const command of ["TOP 0", "RETR"] as const) report(command, await drain(dovecot, command));
} finally {
  await dovecot.stop();
}

interface Drain {
  readonly octets: number;
  readonly milliseconds: number;
}

/** Signs in, writes every command at once with QUIT behind them, and counts octets until the server closes. */
async function drain(server: Dovecot, command: "RETR" | "TOP 0"): Promise<Drain> {
  const socket = connect(server.port, server.host);
  await once(socket, "connect");
  const peer = new LinePeer(socket);
  await peer.line();
  await peer.ask("USER bench");
  const reply = await peer.ask("PASS bench");
  if (!reply.startsWith("+OK")) throw new Error(reply);
  peer.release();
  let received = 0;
  socket.on("data", (chunk: Buffer) => (received += chunk.length));
  const started = performance.now();
  const commands = Array.from({ length: count }, (_, index) =>
    command === "RETR" ? `RETR ${index + 1}\r\n` : `TOP ${index + 1} 0\r\n`,
  );
  socket.write(`${commands.join("")}QUIT\r\n`);
  await once(socket, "close");
  return { octets: received, milliseconds: performance.now() - started };
}

function report(command: string, result: Drain): void {
  const seconds = result.milliseconds / 1000;
  const rate = `${Math.round(count / seconds)} messages/s, ${(result.octets / 1e6 / seconds).toFixed(1)} MB/s`;
  console.log(
    `${command.padEnd(5)} ${count} messages, ${result.octets} octets: ${Math.round(result.milliseconds)} ms, ${rate}`,
  );
}
