import type { CommandContext, Outcome } from "../session/command-handler.ts";
import { err, ok } from "../session/reply.ts";
import type { AuthorizationState, TransactionState } from "../session/session-state.ts";
import { messages } from "./enter-transaction.ts";

/**
 * From TRANSACTION, and only from there, QUIT enters UPDATE (RFC 1939 §6). The maildrop is unlocked
 * when this returns, before the reply is written: mutt connects again as soon as it reads it.
 */
export function quit(
  state: AuthorizationState | TransactionState,
  _args: readonly string[],
  { service }: CommandContext,
): Outcome {
  const closing = { next: { name: "closed" }, after: "close" } as const;
  if (state.name === "AUTHORIZATION") return { reply: ok("POP3 server signing off"), ...closing };
  const left = state.maildrop.present().length;
  const { updateRemoves, refusesUpdate } = service.faults();
  const { removed, kept } = state.maildrop.update(updateRemoves);
  const isRefused = removed.length + kept > 0 && (refusesUpdate ?? kept > 0);
  if (isRefused) return { reply: err("some deleted messages not removed"), ...closing };
  const rest = left === 0 ? "maildrop empty" : `${messages(left)} left`;
  return { reply: ok(`POP3 server signing off (${rest})`), ...closing };
}
