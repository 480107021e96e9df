import { NotFoundError } from "../../http/error-handler.ts";
import { openEmbedded } from "../../messages/parts/embedded-message.ts";
import type { ReadableMessage, StoredMessage } from "../../messages/store/stored-message.ts";

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
