import type { MaildropSession, NumberedMessage } from "../maildrop/maildrop-session.ts";
import type { Outcome } from "../session/command-handler.ts";
import { err } from "../session/reply.ts";

/** Runs with the message of that number, or says why there is none. */
export function withMessage(
  maildrop: MaildropSession,
  number: string,
  run: (message: NumberedMessage) => Outcome,
): Outcome {
  const message = maildrop.find(Number(number));
  if (message !== undefined) return run(message);
  if (maildrop.isMarked(Number(number)))
    return { reply: err(`message ${Number(number)} is marked as deleted`) };
  return { reply: err("no such message") };
}
