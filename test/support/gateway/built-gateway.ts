import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { endProcess } from "../programs/end-process.ts";
import { refuseBreaches } from "./contract-breaches.ts";

const CHECKOUT = fileURLToPath(new URL("../../..", import.meta.url));
/** A start takes under a second; two cores shared with browsers need longer. */
const START_DEADLINE_MS = 30_000;
/** NODE_ENV has every reply and event parsed by its contract; what measures sets it to production. */
const OURS = { HOST: "127.0.0.1", PORT: "0", NODE_ENV: "test" };

export interface Gateway {
  /** The page's address without a trailing slash. */
  readonly url: string;
  /** The gateway process, to measure or to kill in a test. */
  readonly pid: number;
  /** All that it has printed. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * Starts the built gateway as its own process on a free port, with a data folder of its own.
 *
 * @param checkout the repository whose gateway it is: a bench compares two
 */
export async function startGateway(
  environment: Readonly<Record<string, string>> = {},
  checkout = CHECKOUT,
): Promise<Gateway> {
  const folder = mkdtempSync(join(tmpdir(), "popgate-gateway-"));
  const child = spawn(process.execPath, [join(checkout, "server/dist/main.js")], {
    env: { ...withoutOurs(), ...OURS, POPGATE_DATA_DIR: folder, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killAtExit = () => child.kill("SIGTERM");
  process.once("exit", killAtExit);
  let output = "";
  const collect = (chunk: Buffer) => (output += chunk.toString());
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const stop = async () => {
    process.off("exit", killAtExit);
    await endProcess(child, "SIGTERM");
    rmSync(folder, { recursive: true, force: true });
    refuseBreaches(output);
  };
  try {
    const url = await printedAddress(child, () => output);
    return { url, pid: child.pid ?? 0, output: () => output, stop };
  } catch (cause) {
    await stop();
    throw new Error(`the gateway did not start: ${output}`, { cause });
  }
}

/** The runner's own POPGATE_ variables, and a developer's, are none of this gateway's business: it refuses unknown ones. */
function withoutOurs(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("POPGATE_")));
}

function printedAddress(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("it printed no address")), START_DEADLINE_MS);
    child.once("exit", () => reject(new Error("it ended")));
    child.stdout?.on("data", () => {
      const address = /https?:\/\/[^\s"']+/.exec(output())?.[0];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address.replace(/\/$/, ""));
    });
  });
}
