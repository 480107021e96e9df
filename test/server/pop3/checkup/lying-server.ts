import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { listen } from "../../../support/line/listen.ts";

/** What is answered to a line instead of the truth; undefined: the truth. `null` hangs up, `last` says it before. */
export type Lie = (line: string) => string | { readonly last: string } | null | undefined;

const MESSAGE = "Subject: a\r\n\r\nbody\r\n";
const TRUTH: Record<string, string> = {
  CAPA: "+OK\r\nUSER\r\nTOP\r\nUIDL\r\nPIPELINING\r\nRESP-CODES\r\n.\r\n",
  STAT: `+OK 2 ${2 * MESSAGE.length}\r\n`,
  LIST: `+OK\r\n1 ${MESSAGE.length}\r\n2 ${MESSAGE.length}\r\n.\r\n`,
  UIDL: "+OK\r\n1 a\r\n2 b\r\n.\r\n",
};

/** A server of two messages on a port of this machine, truthful but for the lie; closed with the test. */
export async function startLyingServer(lie: Lie): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).write("+OK ready\r\n");
    socket.on("data", (chunk) => {
      for (const line of chunk.toString("latin1").split("\r\n").slice(0, -1)) {
        const told = lie(line);
        if (told === null) return void socket.destroy();
        if (typeof told === "object") return void socket.end(told.last);
        socket.write(told ?? truthOf(line));
      }
    });
  });
  const port = await listen(server);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return port;
}

function truthOf(line: string): string {
  const [verb = "", number] = line.split(" ");
  if (TRUTH[line] !== undefined) return TRUTH[line];
  if (number !== undefined && verb !== "USER" && verb !== "PASS" && Number(number) > 2)
    return "-ERR none\r\n";
  if (verb === "TOP") return "+OK\r\nSubject: a\r\n\r\n.\r\n";
  if (verb === "RETR") return `+OK\r\n${MESSAGE}.\r\n`;
  if (verb === "LIST") return `+OK ${number} ${MESSAGE.length}\r\n`;
  return verb.startsWith("X") ? "-ERR what?\r\n" : "+OK\r\n";
}
