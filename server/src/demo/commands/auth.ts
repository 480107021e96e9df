import type { SaslAccounts, SaslExchange, SaslMechanism, SaslStep } from "../sasl/mechanism.ts";
import { MECHANISMS } from "../sasl/mechanisms.ts";
import type { CommandContext, Outcome } from "../session/command-handler.ts";
import { err, type Reply } from "../session/reply.ts";
import type { AuthorizationState } from "../session/session-state.ts";
import { enterTransaction, mayShowPassword, refuseLogin } from "./enter-transaction.ts";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The mechanisms that this connection may use now. */
export function offeredMechanisms(context: CommandContext): readonly SaslMechanism[] {
  if (context.service.faults().hides("AUTH")) return [];
  const hasBinding = context.channelBinding() !== undefined;
  return MECHANISMS.filter(
    ({ isPlaintext, isBound }) =>
      (!isPlaintext || mayShowPassword(context)) && (isBound !== true || hasBinding),
  );
}

/** RFC 5034 §4. Without a mechanism: the list of them, as older servers do. */
export function auth(
  state: AuthorizationState,
  [name, initial]: readonly string[],
  context: CommandContext,
): Outcome {
  const offered = offeredMechanisms(context);
  if (name === undefined) {
    const lines = offered.map((mechanism) => mechanism.name);
    return { reply: { kind: "listing", text: "mechanisms follow", lines } };
  }
  const mechanism = offered.find((candidate) => candidate.name === name.toUpperCase());
  if (mechanism === undefined) return { reply: err("unknown mechanism") };
  const { challenge, exchange } = mechanism.begin(accountsOf(context));
  if (initial === undefined) return asked(state, challenge, exchange);
  if (!mechanism.isClientFirst) return { reply: err(`${mechanism.name} takes no initial response`) };
  // RFC 5034 §4: "=" is an initial response of no octets.
  return respond(initial === "=" ? "" : initial, exchange, state, context);
}

/** The client's answer to a challenge: base64, or `*` to give up (RFC 5034 §4). */
export function respond(
  line: string,
  exchange: SaslExchange,
  state: AuthorizationState,
  context: CommandContext,
): Outcome {
  if (line === "*") return ended(state, err("authentication cancelled"));
  if (!BASE64.test(line)) return ended(state, err("that is not base64"));
  const step = exchange.respond(Buffer.from(line, "base64"));
  return outcomeOf(step, exchange, state, context);
}

function outcomeOf(
  step: SaslStep,
  exchange: SaslExchange,
  state: AuthorizationState,
  context: CommandContext,
): Outcome {
  switch (step.kind) {
    case "challenge":
      return asked(state, step.octets, exchange);
    case "authenticated":
      return enterTransaction(step.user, state, context);
    case "refused":
      return refuseLogin(state);
    case "malformed":
      return ended(state, err("that is no response of this mechanism"));
    default:
      return step satisfies never;
  }
}

function asked(state: AuthorizationState, octets: Buffer, exchange: SaslExchange): Outcome {
  return { reply: { kind: "challenge", octets }, next: { ...state, login: { kind: "sasl", exchange } } };
}

function ended(state: AuthorizationState, reply: Reply): Outcome {
  return { reply, next: { ...state, login: { kind: "none" } } };
}

function accountsOf({ service, channelBinding }: CommandContext): SaslAccounts {
  return {
    hostName: service.hostName,
    channelBinding: channelBinding(),
    passwordOf: (user) => service.store.passwordOf(user),
    newId: () => service.newId(),
    clock: () => service.clock(),
  };
}
