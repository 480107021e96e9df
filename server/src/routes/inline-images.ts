import type { Attachment } from "@popgate/shared/api/message";
import type { StoredMessage } from "../messages/message-cache.ts";
import { openPart } from "../messages/part-stream.ts";

/** What one HTML body may carry in pictures of its own; the document is held in memory as it is sent. */
const MAX_IMAGE_OCTETS = 8 * 1024 * 1024;
/** Each walks through the message again. */
const MAX_IMAGES = 32;

/**
 * The pictures that the HTML shows by content-id, as `data:` URLs. They cannot be links: the sandboxed
 * document has no origin, so its requests carry no SameSite cookie.
 *
 * @returns by content-id; a part whose first octets are no known raster image is left out
 */
export async function inlineImages(
  raw: StoredMessage,
  attachments: readonly Attachment[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const urls = new Map<string, string>();
  let leftOctets = MAX_IMAGE_OCTETS;
  for (const { part, contentId, inline, octets } of attachments) {
    if (!inline || contentId === null || octets > leftOctets || urls.size >= MAX_IMAGES) continue;
    const image = await readPart(raw, part, signal);
    const type = rasterTypeOf(image);
    if (type === undefined) continue;
    leftOctets -= image.length;
    urls.set(contentId, `data:${type};base64,${image.toString("base64")}`);
  }
  return urls;
}

async function readPart(raw: StoredMessage, part: string, signal: AbortSignal): Promise<Buffer> {
  const opened = await openPart(raw, part, signal);
  const chunks: Buffer[] = [];
  for await (const chunk of opened?.stream ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** By its first octets, not by what the sender calls it: SVG under another name would run. */
function rasterTypeOf(image: Buffer): string | undefined {
  const head = image.toString("latin1", 0, 12);
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(head)) return "image/gif";
  return /^RIFF[^]{4}WEBP/.test(head) ? "image/webp" : undefined;
}
