import type { ServerAddress } from "@popgate/shared/api/mailbox";
import type { Verb } from "@popgate/shared/pop3/commands";
import type { Conduct } from "../engine/exchange-queue.ts";
import type { Pop3Error } from "../errors.ts";

/** A gateway for everybody's servers must not grow with each of them; the oldest is tried anew. */
const MAX_HOSTS = 1_000;
/** A line that was cut at the wrong moment looks the same: after this the command gets another chance. */
const REMEMBERED_MS = 3_600_000;

/** A session goes on without any of these. `CAPA again` is the one behind the sign-in. */
export type SpareableCommand = "CAPA" | "CAPA again" | "XCLIENT" | "UTF8" | "LANG" | "UIDL" | "TOP";

const SPAREABLE: ReadonlySet<string> = new Set<SpareableCommand>([
  "CAPA",
  "XCLIENT",
  "UTF8",
  "LANG",
  "UIDL",
  "TOP",
]);

/**
 * Commands on which a server hangs up, or behind whose -ERR: some count what they do not know as an attack. They are
 * not said to it again for an hour, so that the mailbox can be used without them.
 */
export class HangUpMemory {
  readonly #hosts = new Map<string, Map<SpareableCommand, number>>();
  readonly #now: () => number;

  /** @param now milliseconds since the Unix epoch */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** What this server is not to be sent. */
  spared(server: ServerAddress): ReadonlySet<SpareableCommand> {
    const commands = [...(this.#hosts.get(keyOf(server)) ?? [])];
    return new Set(commands.flatMap(([command, since]) => (this.#isRecent(since) ? [command] : [])));
  }

  /** @returns whether the server hung up over a command that it will not be sent again */
  learn(server: ServerAddress, error: Pop3Error): boolean {
    const command = spareableOf(error);
    if (command === undefined || this.spared(server).has(command)) return false;
    this.add(server, command);
    return true;
  }

  /**
   * Learns from how a signed-in connection ended. A command that was answered with +OK before is not to blame: there
   * the line was cut by chance.
   */
  connectionEnded(server: ServerAddress, error: Pop3Error, conduct: Pick<Conduct, "hasTaken">): void {
    const command = spareableOf(error);
    if (command !== undefined && !conduct.hasTaken(command)) this.add(server, command);
  }

  add(server: ServerAddress, command: SpareableCommand): void {
    const key = keyOf(server);
    const commands = this.#hosts.get(key) ?? new Map<SpareableCommand, number>();
    this.#hosts.delete(key);
    this.#hosts.set(key, commands.set(command, this.#now()));
    const [oldest] = this.#hosts.keys();
    if (this.#hosts.size > MAX_HOSTS && oldest !== undefined) this.#hosts.delete(oldest);
  }

  #isRecent(since: number): boolean {
    return this.#now() - since < REMEMBERED_MS;
  }
}

/** What a connection uses whose `Dial` brings no memory of its own. */
export const processHangUpMemory = new HangUpMemory();

/** The command that the server has hung up on, if a session can do without it. */
export function spareableOf(error: Pop3Error): Exclude<SpareableCommand, "CAPA again"> | undefined {
  return error.isHangUp && isSpareable(error.verb) ? error.verb : undefined;
}

function isSpareable(verb: Verb | undefined): verb is Exclude<SpareableCommand, "CAPA again"> {
  return verb !== undefined && SPAREABLE.has(verb);
}

function keyOf({ host, port }: ServerAddress): string {
  return `${host.toLowerCase()}:${port}`;
}
