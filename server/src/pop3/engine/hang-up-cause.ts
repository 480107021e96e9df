import type { Verb } from "@popgate/shared/pop3/commands";
import type { Exchange } from "./exchange.ts";

/** A server that hangs up over its own -ERR does so at once, or when its next read fails. */
const AFTER_REFUSAL_MS = 2_000;

/** Which command a server hangs up on: the one that it does not answer, or the one that it has just refused. */
export class HangUpCause {
  readonly #taken = new Set<Verb>();
  #refused: { readonly verb: Verb; readonly atMs: number } | undefined;

  answered({ command, status }: Exchange, nowMs: number): void {
    if (command === undefined) return;
    if (status?.status === "ok") this.#taken.add(command.verb);
    this.#refused = status?.status === "err" ? { verb: command.verb, atMs: nowMs } : undefined;
  }

  hasTaken(verb: Verb): boolean {
    return this.#taken.has(verb);
  }

  /**
   * @param unanswered the command whose reply was to come next, if any
   * @returns undefined where its reply had begun: then it is the line that was cut
   */
  of(unanswered: Exchange | undefined, nowMs: number): Verb | undefined {
    const isJustRefused = this.#refused !== undefined && nowMs - this.#refused.atMs <= AFTER_REFUSAL_MS;
    if (isJustRefused) return this.#refused?.verb;
    return unanswered?.status === undefined ? unanswered?.command?.verb : undefined;
  }
}
