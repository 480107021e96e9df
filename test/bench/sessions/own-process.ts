import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { endProcess } from "../../support/programs/end-process.ts";

/** A script of the bench that runs in a process of its own, so that its work delays neither the bench nor the gateway. */
export interface OwnProcess {
  /** Of loopback, where it listens. */
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts a script of this folder, which sends its port when it listens and ends when its parent has gone.
 *
 * @param script its file name
 */
export async function startOwnProcess(
  script: string,
  args: readonly (string | number)[],
): Promise<OwnProcess> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args.map(String));
  // A script that fails exits without a word, and the bench with it.
  const failed = once(child, "exit").then(([code]) =>
    Promise.reject(new Error(`${script} ended with ${code}`)),
  );
  failed.catch(() => {});
  // What the scripts of this folder send.
  const [port] = (await Promise.race([once(child, "message"), failed])) as [number];
  return { port, stop: () => endProcess(child, "SIGTERM") };
}
