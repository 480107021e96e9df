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

const SPAREABLE: ReadonlySet<Exclude<SpareableCommand, "CAPA again">> = new Set([
  "CAPA",
  "XCLIENT",
  "UTF8",
  "LANG",
  "UIDL",
  "TOP",
]);

/** "taken" by an earlier connection; or the time since when it is spared. */
type Standing = "taken" | number;

/**
 * Commands on which a server hangs up, or behind whose -ERR: some count what they do not know as an attack. They are
 * not said to it again for an hour, so that the mailbox can be used without them. Of a command that the server has
 * taken before, the first hang-up is put down to the line, and only the next one in a row to the command.
 */
export class HangUpMemory {
  readonly #hosts = new Map<string, Map<SpareableCommand, Standing>>();
  readonly #now: () => number;

  /** @param now milliseconds since the Unix epoch */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** What this server is not to be sent. */
  spared(server: ServerAddress): ReadonlySet<SpareableCommand> {
    const commands = [...(this.#hosts.get(keyOf(server)) ?? [])];
    return new Set(commands.flatMap(([command, standing]) => (this.#isSpared(standing) ? [command] : [])));
  }

  /** @returns whether the server hung up over a command that it will not be sent again */
  learn(server: ServerAddress, error: Pop3Error): boolean {
    const command = spareableOf(error);
    return command !== undefined && !this.spared(server).has(command) && this.#blame(server, command);
  }

  /**
   * Learns from how a signed-in connection ended. A command that was answered with +OK before is not to blame: there
   * the line was cut by chance.
   */
  connectionEnded(server: ServerAddress, error: Pop3Error, conduct: Pick<Conduct, "hasTaken">): void {
    for (const verb of SPAREABLE) if (conduct.hasTaken(verb)) this.#set(server, verb, "taken");
    const command = spareableOf(error);
    if (command !== undefined && !conduct.hasTaken(command)) this.#blame(server, command);
  }

  add(server: ServerAddress, command: SpareableCommand): void {
    this.#set(server, command, this.#now());
  }

  /** All that is known of one server. */
  forget(server: ServerAddress): void {
    this.#hosts.delete(keyOf(server));
  }

  /** @returns whether the command is spared from now on */
  #blame(server: ServerAddress, command: SpareableCommand): boolean {
    const commands = this.#hosts.get(keyOf(server));
    if (commands?.get(command) === "taken") {
      commands.delete(command);
      return false;
    }
    this.add(server, command);
    return true;
  }

  #set(server: ServerAddress, command: SpareableCommand, standing: Standing): void {
    const key = keyOf(server);
    const commands = this.#hosts.get(key) ?? new Map<SpareableCommand, Standing>();
    this.#hosts.delete(key);
    this.#hosts.set(key, commands.set(command, standing));
    const [oldest] = this.#hosts.keys();
    if (this.#hosts.size > MAX_HOSTS && oldest !== undefined) this.#hosts.delete(oldest);
  }

  #isSpared(standing: Standing): boolean {
    return standing !== "taken" && this.#now() - standing < REMEMBERED_MS;
  }
}

/** What a connection uses whose `Dial` brings no memory of its own. */
export const processHangUpMemory = new HangUpMemory();

/** The command that the server has hung up on, if a session can do without it. */
export function spareableOf(error: Pop3Error): Exclude<SpareableCommand, "CAPA again"> | undefined {
  return error.isHangUp && isSpareable(error.verb) ? error.verb : undefined;
}

function isSpareable(verb: Verb | undefined): verb is Exclude<SpareableCommand, "CAPA again"> {
  const spareable: ReadonlySet<string | undefined> = SPAREABLE;
  return spareable.has(verb);
}

function keyOf({ host, port }: ServerAddress): string {
  return `${host.toLowerCase()}:${port}`;
}
