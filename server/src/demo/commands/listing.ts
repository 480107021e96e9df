import type { FaultPlan } from "../faults/fault-plan.ts";
import type { MaildropSession, NumberedMessage } from "../maildrop/maildrop-session.ts";
import type { CommandContext, Outcome } from "../session/command-handler.ts";
import { ok } from "../session/reply.ts";
import type { TransactionState } from "../session/session-state.ts";
import { messages } from "./enter-transaction.ts";
import { withMessage } from "./with-message.ts";

/** RFC 1939 §5: count and octets, marked messages left out of both. */
export function stat(
  { maildrop }: TransactionState,
  _args: readonly string[],
  { service }: CommandContext,
): Outcome {
  const more = service.faults().hasDifferingListings ? 1 : 0;
  return { reply: ok(`${maildrop.present().length + more} ${maildrop.octets()}`) };
}

export function list(
  { maildrop }: TransactionState,
  [number]: readonly string[],
  { service }: CommandContext,
): Outcome {
  const entry = (message: NumberedMessage) => `${message.number} ${message.source.octets}`;
  if (number !== undefined)
    return withMessage(maildrop, number, (message) => ({ reply: ok(entry(message)) }));
  const present = maildrop.present();
  const text = `${messages(present.length)} (${maildrop.octets()} octets)`;
  const lines = present.map(entry);
  const [first] = lines;
  const isTwice = first !== undefined && service.faults().listsTwice;
  return { reply: { kind: "listing", text, lines: isTwice ? [...lines.slice(0, -1), first] : lines } };
}

export function uidl(
  { maildrop }: TransactionState,
  [number]: readonly string[],
  { service }: CommandContext,
): Outcome {
  const faults = service.faults();
  const entry = (message: NumberedMessage) => `${message.number} ${uniqueIdOf(message, maildrop, faults)}`;
  if (number !== undefined)
    return withMessage(maildrop, number, (message) => ({ reply: ok(entry(message)) }));
  const lines = maildrop.present().map(entry);
  if (faults.hasDifferingListings) lines.pop();
  return { reply: { kind: "listing", text: "unique-id listing follows", lines } };
}

function uniqueIdOf({ uid, number }: NumberedMessage, { login }: MaildropSession, faults: FaultPlan): string {
  if (faults.hasDuplicateUniqueIds) return "same";
  if (faults.hasNumbersAsUniqueIds) return String(number);
  return faults.hasUniqueIdsOfLogin ? `${login}.${uid}` : uid;
}
