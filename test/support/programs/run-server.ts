import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { endProcess, hasEnded } from "./end-process.ts";
import { accepts } from "./ports.ts";

export interface Running {
  stop(): Promise<void>;
}

/** A start takes some milliseconds; two cores shared with browsers need longer. */
const START_DEADLINE_MS = 10_000;

/**
 * Runs a server in a temporary folder, which is its home too, until somebody listens on its port.
 *
 * @param prepare writes what it needs into the folder and returns its arguments
 */
export async function runServer(
  program: string,
  port: number,
  prepare: (folder: string) => readonly string[],
): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "popgate-server-"));
  const child = spawn(program, prepare(folder), {
    env: { PATH: process.env["PATH"], HOME: folder },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const killAtExit = () => child.kill("SIGTERM");
  process.once("exit", killAtExit);
  const stop = async () => {
    process.off("exit", killAtExit);
    await endProcess(child, "SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  };
  const until = performance.now() + START_DEADLINE_MS;
  while (!(await accepts(port))) {
    if (hasEnded(child) || performance.now() > until) {
      await stop();
      throw new Error(`${program} did not start`);
    }
    await delay(20);
  }
  return { stop };
}
