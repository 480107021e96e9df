import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { endProcess } from "../../support/programs/end-process.ts";

/**
 * A script of the bench in a process of its own, so that its work delays neither the bench nor the gateway.
 * It sends one number when it is ready, and one answer to each message; it ends when its parent has gone.
 */
export interface OwnProcess {
  /** Of loopback, where a server listens; 0 of a script that is none. */
  readonly port: number;
  /** Sends a word and waits for the answer. The answer is what the caller says it is. */
  ask<Answer>(word: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** @param script the name of a file in this folder */
export async function startOwnProcess(
  script: string,
  args: readonly (string | number)[],
): Promise<OwnProcess> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args.map(String));
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`${script} ended with ${code}`);
  });
  // It ends at the end too, when nobody waits for an answer.
  failed.catch(() => {});
  const message = async <Answer>(): Promise<Answer> => {
    const [answer] = (await Promise.race([once(child, "message"), failed])) as [Answer];
    return answer;
  };
  return {
    port: await message<number>(),
    async ask<Answer>(word: string) {
      const answer = message<Answer>();
      child.send(word);
      return answer;
    },
    stop: () => endProcess(child, "SIGTERM"),
  };
}
