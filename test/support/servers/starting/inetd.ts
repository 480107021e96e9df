import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { listen } from "../../line/listen.ts";

export interface Inetd {
  readonly port: number;
  stop(): Promise<void>;
}

/** Listens on loopback and gives each connection to a new process as its standard input and output. */
export async function startInetd(
  command: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>> = {},
): Promise<Inetd> {
  const [program, ...args] = command;
  const children = new Set<ChildProcess>();
  // What the client sends belongs to the child: nothing may be read here. The child inherits TCP_NODELAY:
  // popa3d and solid-pop3d write a reply in pieces, and each would wait 44 ms for the client's kernel.
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
    const child = spawn(program, args, {
      stdio: [socket, socket, "ignore"],
      env: { PATH: process.env["PATH"], ...environment },
    });
    children.add(child);
    child.once("exit", () => children.delete(child));
    socket.on("error", () => {});
    socket.destroy();
  });
  const port = await listen(server);
  const killAtExit = () => children.forEach((child) => child.kill("SIGKILL"));
  process.once("exit", killAtExit);
  return {
    port,
    async stop() {
      process.off("exit", killAtExit);
      server.close();
      const ended = [...children].map((child) => once(child, "exit"));
      killAtExit();
      await Promise.all(ended);
    },
  };
}
