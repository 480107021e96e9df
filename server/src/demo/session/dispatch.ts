import { commandSpec, isVerb, type CommandSpec, type Verb } from "@popgate/shared/pop3/commands";
import { COMMAND_HANDLERS } from "../commands/command-handlers.ts";
import type { CommandContext, Outcome } from "./command-handler.ts";
import { err } from "./reply.ts";
import type { AuthorizationState, TransactionState } from "./session-state.ts";

/** A command line taken apart. */
export interface ParsedCommand {
  /** Upper-case, whether the server knows it or not. */
  readonly word: string;
  readonly verb: Verb | undefined;
  /** Everything behind the first blank; undefined if there is none. */
  readonly rest: string | undefined;
}

/** @param line without its ending; one character an octet, so that nothing is lost */
export function parseCommand(line: Buffer): ParsedCommand {
  const text = line.toString("latin1");
  const blank = text.indexOf(" ");
  const word = (blank === -1 ? text : text.slice(0, blank)).toUpperCase();
  return {
    word,
    verb: isVerb(word) ? word : undefined,
    rest: blank === -1 ? undefined : text.slice(blank + 1),
  };
}

/** The one place where it is decided whether a command may run: table first, then its handler. */
export function dispatch(
  command: ParsedCommand,
  state: AuthorizationState | TransactionState,
  context: CommandContext,
): Outcome {
  const { verb } = command;
  if (verb === undefined || context.service.faults().hides(verb)) return { reply: unknownCommand(command) };
  const spec = commandSpec(verb);
  if (!spec.states.includes(state.name)) {
    return { reply: err(`${verb} is not valid in the ${state.name} state`) };
  }
  const args = splitArguments(spec, command.rest);
  if (typeof args === "string") return { reply: err(`${verb}: ${args}`) };
  const refusal = context.service.faults().refusalOf(verb);
  if (refusal !== undefined) return { reply: err(refusal) };
  const handler = COMMAND_HANDLERS[verb];
  if (handler.state === "both") return handler.run(state, args, context);
  if (handler.state === "AUTHORIZATION" && state.name === "AUTHORIZATION") {
    return handler.run(state, args, context);
  }
  if (handler.state === "TRANSACTION" && state.name === "TRANSACTION") {
    return handler.run(state, args, context);
  }
  return { reply: err(`${verb} is not valid in the ${state.name} state`) };
}

function unknownCommand(command: ParsedCommand) {
  // RFC 1725 dropped LAST; fetchmail still asks for it.
  if (command.word === "LAST") return err("LAST is no longer part of POP3; use UIDL");
  return err("unknown command");
}

/** @returns the arguments, or what is wrong with them */
function splitArguments(spec: CommandSpec, rest: string | undefined): readonly string[] | string {
  const takesRest = spec.args[0]?.kind === "rest" || spec.args[0]?.kind === "text";
  const words = rest === undefined ? [] : takesRest ? [rest] : rest.split(" ");
  const required = spec.args.filter((arg) => arg.optional !== true).length;
  if (words.length < required) return `expected ${required} argument${required === 1 ? "" : "s"}`;
  if (words.length > spec.args.length) return "too many arguments";
  for (const [index, word] of words.entries()) {
    const argument = spec.args[index];
    if (argument === undefined) return "too many arguments";
    if (argument.kind === "rest") continue;
    if (word === "") return `the ${argument.name} is empty`;
    if (argument.kind === "number" && !/^[0-9]{1,10}$/.test(word)) return `${argument.name} must be a number`;
  }
  return words;
}
