import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageCache, type StoredMessage } from "@popgate/server/messages/message-cache";
import { MemoryMessage } from "@popgate/server/messages/store/memory-message";

/** A message of these octets, as the cache would hold it. */
export function stored(content: string | Buffer): StoredMessage {
  return new MemoryMessage(typeof content === "string" ? Buffer.from(content) : content);
}

/** Lines as mail has them. */
export function mail(...lines: string[]): string {
  return lines.join("\r\n");
}

/** A cache in a directory of its own. */
export function temporaryCache(
  limits: { memoryOctets?: number; maxMessageOctets?: number; diskOctets?: number } = {},
) {
  const directory = mkdtempSync(join(tmpdir(), "popgate-cache-test-"));
  const options = { memoryOctets: 1024 * 1024, maxMessageOctets: 64 * 1024 * 1024, ...limits };
  return { directory, cache: new MessageCache({ ...options, directory }) };
}

export async function put(cache: MessageCache, key: string, content: Buffer): Promise<StoredMessage> {
  const writer = cache.begin(key);
  for (let at = 0; at < content.length; at += 10_000) {
    const isRoomy = writer.write(content.subarray(at, at + 10_000));
    if (!isRoomy) await new Promise<void>((resolve) => writer.onDrain(resolve));
  }
  return writer.finish();
}

export async function readAll(
  message: StoredMessage,
  range?: { start: number; end: number },
): Promise<Buffer> {
  return Buffer.concat(await message.read(range).toArray());
}
