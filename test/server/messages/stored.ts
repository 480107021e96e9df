import type { StoredMessage } from "@popgate/server/messages/store/message-cache";
import { MemoryMessage } from "@popgate/server/messages/store/memory-message";

/** A message of these octets, as the cache would hold it. */
export function stored(content: string | Buffer): StoredMessage {
  return new MemoryMessage(typeof content === "string" ? Buffer.from(content) : content);
}

/** Lines as mail has them. */
export function mail(...lines: string[]): string {
  return lines.join("\r\n");
}

export async function readAll(
  message: StoredMessage,
  range?: { start: number; end: number },
): Promise<Buffer> {
  return Buffer.concat(await message.read(range).toArray());
}
