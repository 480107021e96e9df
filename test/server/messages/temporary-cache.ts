import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageCache, type StoredMessage } from "@popgate/server/messages/store/message-cache";
import { onTestFinished } from "vitest";

/** A cache in a directory of its own, both gone after the test. */
export function temporaryCache(
  limits: { memoryOctets?: number; maxMessageOctets?: number; diskOctets?: number } = {},
) {
  const directory = mkdtempSync(join(tmpdir(), "popgate-cache-test-"));
  const options = { memoryOctets: 1024 * 1024, maxMessageOctets: 64 * 1024 * 1024, ...limits };
  const cache = new MessageCache({ ...options, directory });
  onTestFinished(async () => {
    await cache.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { directory, cache };
}

export async function put(cache: MessageCache, key: string, content: Buffer): Promise<StoredMessage> {
  const writer = cache.begin(key);
  for (let at = 0; at < content.length; at += 10_000) {
    const isRoomy = writer.write(content.subarray(at, at + 10_000));
    if (!isRoomy) await new Promise<void>((resolve) => writer.onDrain(resolve));
  }
  return writer.finish();
}
