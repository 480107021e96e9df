import type { ServerAddress } from "@popgate/shared/api/mailbox";
import type { Pop3Error } from "../errors.ts";

/** A gateway for everybody's servers must not grow with each of them; the oldest is tried anew. */
const MAX_HOSTS = 1_000;

/**
 * Servers that announce PIPELINING and answered out of step: from then on they get one command at a
 * time. Lives as long as the process: a restart of ours is a fresh chance for them.
 */
export class PipeliningMemory {
  readonly #hosts = new Set<string>();

  isTrusted(server: ServerAddress): boolean {
    return !this.#hosts.has(keyOf(server));
  }

  /**
   * Learns from how a connection ended.
   *
   * @param unanswered commands that had no reply then
   */
  connectionEnded(server: ServerAddress, error: Pop3Error, unanswered: number): void {
    // A server that swallows what was written behind a command never answers it.
    const hasSwallowed = error.kind === "timeout" && unanswered > 1;
    if (error.kind !== "desync" && error.kind !== "protocol" && !hasSwallowed) return;
    this.#hosts.add(keyOf(server));
    const [oldest] = this.#hosts;
    if (this.#hosts.size > MAX_HOSTS && oldest !== undefined) this.#hosts.delete(oldest);
  }
}

/** What a connection uses whose `Dial` brings no memory of its own. */
export const processPipeliningMemory = new PipeliningMemory();

function keyOf({ host, port }: ServerAddress): string {
  return `${host.toLowerCase()}:${port}`;
}
