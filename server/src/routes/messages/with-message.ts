import type { StoredMessage } from "../../messages/store/message-cache.ts";
import { MessageError } from "../../messages/message-error.ts";
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
