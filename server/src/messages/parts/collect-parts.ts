import { BodyCollector, OctetBudget } from "../mime/body-collector.ts";
import { MimeWalker } from "../mime/mime-walker.ts";
import { PartReader } from "./part-reader.ts";
import type { ReadableMessage } from "../store/stored-message.ts";

/**
 * Reads several small attachments in one walk through the message, which ends with the last of them.
 *
 * @param limitOctets of all together; a part that does not fit is left out
 * @returns decoded octets by the part's name
 * @throws MessageError where the stored octets cannot be read; the signal's reason
 */
export async function collectParts(
  raw: ReadableMessage,
  parts: ReadonlySet<string>,
  limitOctets: number,
  signal?: AbortSignal,
): Promise<Map<string, Buffer>> {
  const collected = new Map<string, Buffer>();
  const budget = new OctetBudget(limitOctets);
  let missing = parts.size;
  const reader = new PartReader({
    attachment: (name) => {
      if (!parts.has(name)) return undefined;
      return new BodyCollector(budget, (bytes, isCut) => {
        missing -= 1;
        if (!isCut) collected.set(name, bytes);
      });
    },
  });
  const walker = new MimeWalker(reader);
  if (missing === 0) return collected;
  for await (const chunk of raw.read()) {
    signal?.throwIfAborted();
    walker.write(chunk);
    if (missing === 0) return collected;
  }
  walker.end();
  return collected;
}
