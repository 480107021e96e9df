import type { Attachment } from "@popgate/shared/api/message";
import { collectParts } from "./parts/collect-parts.ts";
import { htmlDocument, type HtmlDocument } from "./html/html-document.ts";
import type { ParsedMessage } from "./message-view.ts";
import { rasterType } from "./parts/attachment-types.ts";
import { choosePictures, MAX_PICTURES_OCTETS } from "./picture-limits.ts";
import type { ReadableMessage } from "./store/stored-message.ts";
import { leaveUrl, type LeaveWay } from "./trust/sealed-link.ts";

/** What of a message its document is made of, beside the octets of its pictures. */
export type Renderable = Pick<ParsedMessage, "html" | "attachments">;

/**
 * The whole document of a message, its own pictures inside it.
 *
 * @returns undefined if the message has no HTML
 */
export async function renderHtml(
  raw: ReadableMessage,
  message: Renderable,
  options: {
    readonly allowImages: boolean;
    readonly theme: "light" | "dark";
    readonly leave?: LeaveWay | undefined;
    readonly signal?: AbortSignal;
  },
): Promise<HtmlDocument | undefined> {
  if (message.html === null) return undefined;
  const pictures = await readPictures(raw, message.attachments, options.signal);
  const { allowImages, theme, leave } = options;
  return htmlDocument(message.html, {
    allowImages,
    theme,
    partUrl: (id) => pictures.get(id),
    leaveUrl: leave === undefined ? undefined : (target, words) => leaveUrl(leave, { target, words }),
  });
}

/** data: URLs by Content-ID. */
async function readPictures(
  raw: ReadableMessage,
  attachments: readonly Attachment[],
  signal: AbortSignal | undefined,
): Promise<Map<string, string>> {
  const chosen = choosePictures(attachments);
  const names = new Set(chosen.map(({ part }) => part));
  const bytes = await collectParts(raw, names, MAX_PICTURES_OCTETS, signal);
  const pictures = new Map<string, string>();
  for (const { part, contentId } of chosen) {
    const picture = bytes.get(part);
    const type = picture === undefined ? undefined : rasterType(picture);
    if (picture === undefined || type === undefined || contentId === null) continue;
    pictures.set(contentId, `data:${type};base64,${picture.toString("base64")}`);
  }
  return pictures;
}
