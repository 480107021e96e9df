import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));
const MAIN = join(REPOSITORY, "server/src/main.ts");

/** The gateway as a process of its own, from the sources: to be killed. */
export interface SourceGateway {
  /** With a slash at its end. */
  readonly url: string;
  readonly origin: string;
  output(): string;
  /** @returns the exit code; null when a signal ended it */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts it on a free port of loopback; the environment is what it is given and nothing else. */
export async function startSourceGateway(
  environment: Readonly<Record<string, string>>,
): Promise<SourceGateway> {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "-C", "source", MAIN], {
    cwd: REPOSITORY,
    env: { PATH, HOST: "127.0.0.1", PORT: "0", NODE_ENV: "test", POPGATE_LOG: "debug", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killAtExit = () => child.kill("SIGKILL");
  process.once("exit", killAtExit);
  const ended = once(child, "exit");
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        const [, address] = /Popgate is at (http:[^\s"]+)/.exec(output) ?? [];
        if (address !== undefined) resolve(address);
      });
    }
    child.once("exit", (code) => reject(new Error(`the gateway ended with ${code}: ${output}`)));
  });
  return {
    url,
    origin: new URL(url).origin,
    output: () => output,
    async end(signal) {
      child.kill(signal);
      await ended;
      process.off("exit", killAtExit);
      return child.exitCode;
    },
  };
}
