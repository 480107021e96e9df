import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

/** A cold start takes 0.3 s; a busy build machine may need much longer. */
const START_DEADLINE_MS = 15_000;

/** Starts a server that stays, in a process group of its own, and waits until it is ready. */
export async function startDaemon(
  command: readonly [string, ...string[]],
  isReady: (said: string) => boolean | Promise<boolean>,
): Promise<{ stop(): Promise<void> }> {
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], detached: true });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("latin1")));
  const ended = once(child, "exit");
  const kill = (signal: NodeJS.Signals) => {
    try {
      // The group: such servers have children of their own.
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The whole group has ended already.
    }
  };
  const killAtExit = () => kill("SIGKILL");
  process.once("exit", killAtExit);
  const stop = async () => {
    process.off("exit", killAtExit);
    kill("SIGTERM");
    await ended;
    kill("SIGKILL");
  };
  const deadline = AbortSignal.timeout(START_DEADLINE_MS);
  try {
    while (!(await isReady(said))) {
      if (child.exitCode !== null) throw new Error("it ended");
      await delay(20, undefined, { signal: deadline });
    }
  } catch (cause) {
    await stop();
    throw new Error(`${program} did not start: ${said}`, { cause });
  }
  return { stop };
}
