import { decodeText } from "../../pop3/wire/status-line.ts";
import { isSameSecret } from "../sasl/same-secret.ts";
import type { CommandContext, Outcome } from "../session/command-handler.ts";
import { err, ok } from "../session/reply.ts";
import type { AuthorizationState } from "../session/session-state.ts";
import { enterTransaction, mayShowPassword, refuseLogin } from "./enter-transaction.ts";

/** USER says +OK to every name: which mailboxes exist is nobody's business. */
export function user(
  state: AuthorizationState,
  [name = ""]: readonly string[],
  context: CommandContext,
): Outcome {
  if (!mayShowPassword(context)) return { reply: err("a password is only taken inside TLS: use STLS first") };
  const decoded = decodeText(Buffer.from(name, "latin1"));
  return {
    reply: ok("send PASS"),
    next: { ...state, login: { kind: "user", user: decoded } },
  };
}

/** The argument is the rest of the line, blanks and all (RFC 1939 §7). */
export function pass(
  state: AuthorizationState,
  [given = ""]: readonly string[],
  context: CommandContext,
): Outcome {
  if (state.login.kind !== "user") return { reply: err("send USER first") };
  const name = state.login.user;
  const password = context.service.store.passwordOf(name);
  const isRight = isSameSecret(Buffer.from(given, "latin1"), Buffer.from(password ?? "", "utf8"));
  if (password === undefined || !isRight) return refuseLogin(state);
  return enterTransaction(name, state, context);
}
