import { NotFoundError } from "../../http/error-handler.ts";
import { MessageError } from "../../messages/message-error.ts";
import { openEmbedded } from "../../messages/parts/embedded-message.ts";
import type { ReadableMessage, StoredMessage } from "../../messages/store/stored-message.ts";
import type { MailSession } from "../../sessions/mail-session.ts";

/** Works on a message; once more where it left the cache between looking it up and reading it. */
export async function withMessage<Value>(
  mailbox: MailSession,
  uid: string,
  signal: AbortSignal,
  work: (raw: StoredMessage) => Promise<Value>,
): Promise<Value> {
  try {
    return await work(await mailbox.fetch(uid, signal));
  } catch (error) {
    if (!(error instanceof MessageError) || error.code !== "forgotten") throw error;
    return work(await mailbox.fetchAgain(uid, signal));
  }
}

/** The message within that is the part of this name, or the whole one where no part is named. @throws NotFoundError */
export async function innerOr(
  whole: StoredMessage,
  part: string | undefined,
  signal: AbortSignal,
): Promise<ReadableMessage> {
  if (part === undefined) return whole;
  const inner = await openEmbedded(whole, part, signal);
  if (inner === undefined) throw new NotFoundError("this message has no such message inside");
  return inner;
}
