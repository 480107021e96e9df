import type { CommandContext, Outcome } from "../session/command-handler.ts";
import { ok } from "../session/reply.ts";
import type { TransactionState } from "../session/session-state.ts";
import { messages } from "./enter-transaction.ts";
import { withMessage } from "./with-message.ts";

/** Marks only; the message is still in the maildrop (RFC 1939 §5). */
export function dele({ maildrop }: TransactionState, [number = ""]: readonly string[]): Outcome {
  return withMessage(maildrop, number, (message) => {
    maildrop.mark(message.number);
    return { reply: ok(`message ${message.number} deleted`) };
  });
}

export function rset(
  { maildrop }: TransactionState,
  _args: readonly string[],
  { service }: CommandContext,
): Outcome {
  if (!service.faults().ignoresRset) maildrop.unmarkAll();
  return { reply: ok(`maildrop has ${messages(maildrop.present().length)} (${maildrop.octets()} octets)`) };
}

export function noop(): Outcome {
  return { reply: ok("still here") };
}
