import type { CommandContext, Outcome } from "../session/command-handler.ts";
import type { AuthorizationState, TransactionState } from "../session/session-state.ts";
import { offeredMechanisms } from "./auth.ts";
import { mayShowPassword } from "./enter-transaction.ts";

/** RFC 2449 §6: what is true in this state, on this connection. */
export function capa(
  state: AuthorizationState | TransactionState,
  _args: readonly string[],
  context: CommandContext,
): Outcome {
  const lines = context.service.faults().capabilities ?? capabilities(state.name, context);
  return { reply: { kind: "listing", text: "capability list follows", lines } };
}

function capabilities(state: "AUTHORIZATION" | "TRANSACTION", context: CommandContext): string[] {
  const faults = context.service.faults();
  const mechanisms = offeredMechanisms(context).map((mechanism) => mechanism.name);
  return [
    ...(faults.hides("TOP") ? [] : ["TOP"]),
    ...(faults.hides("UIDL") ? [] : ["UIDL"]),
    ...(mayShowPassword(context) ? ["USER"] : []),
    ...(mechanisms.length === 0 ? [] : [`SASL ${mechanisms.join(" ")}`]),
    // RFC 2595 §4: only where it may be used.
    ...(state === "AUTHORIZATION" && offersStls(context) ? ["STLS"] : []),
    "PIPELINING",
    "RESP-CODES",
    "AUTH-RESP-CODE",
    "LOGIN-DELAY 0",
    "EXPIRE NEVER",
    "UTF8 USER",
    "LANG",
    "IMPLEMENTATION Popgate-demo",
  ];
}

export function offersStls(context: CommandContext): boolean {
  return context.service.hasTls && !context.isSecure && !context.service.faults().hides("STLS");
}
