import { MaildropError } from "../maildrop/maildrop-store.ts";
import type { CommandContext, Outcome } from "../session/command-handler.ts";
import { err, ok } from "../session/reply.ts";
import type { AuthorizationState } from "../session/session-state.ts";

/** A login that proved who it is: locks the maildrop and enters TRANSACTION (RFC 1939 §4). */
export function enterTransaction(user: string, state: AuthorizationState, context: CommandContext): Outcome {
  const { service } = context;
  const next: AuthorizationState = { ...state, login: { kind: "none" } };
  const refusal = service.faults().loginRefusal();
  if (refusal !== undefined) return { reply: err(refusal.text, refusal.code), next };
  try {
    const maildrop = service.store.open(user, service.faults().isWithoutLock);
    const count = maildrop.present().length;
    return {
      reply: ok(`${user}'s maildrop has ${messages(count)} (${maildrop.octets()} octets)`),
      next: { name: "TRANSACTION", isUtf8: state.isUtf8, maildrop },
    };
  } catch (error) {
    if (!(error instanceof MaildropError) || error.code !== "in-use") throw error;
    return { reply: err("another session holds the lock of this maildrop", "IN-USE"), next };
  }
}

/** RFC 3206 §5: `[AUTH]` tells that it was the credentials and nothing else. */
export function refuseLogin(state: AuthorizationState): Outcome {
  return {
    reply: err("wrong user name or password", "AUTH"),
    next: { ...state, login: { kind: "none" } },
    isFailedLogin: true,
  };
}

/** Whether a password may cross the wire as it is (RFC 8314 §4.1). */
export function mayShowPassword(context: CommandContext): boolean {
  return context.isSecure || !context.service.requiresTls;
}

export function messages(count: number): string {
  return count === 1 ? "1 message" : `${count} messages`;
}
