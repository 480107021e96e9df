import { servedType } from "./served-type.ts";

export type PreviewKind = "image" | "text" | "pdf";

/** How much of a part's beginning tells what it is: PDF readers look for their mark in so much. */
export const HEAD_OCTETS = 1024;

/** The raster image that the octets are, whatever a header says: nothing else is ever shown as a picture. */
export function rasterType(head: Buffer): string | undefined {
  const start = head.toString("latin1", 0, 12);
  if (start.startsWith("\u0089PNG\r\n\u001a\n")) return "image/png";
  if (start.startsWith("\u00ff\u00d8\u00ff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(start)) return "image/gif";
  return /^RIFF.{4}WEBP/s.test(start) ? "image/webp" : undefined;
}

/**
 * How a part may be shown in the browser: only where its first octets are what its header says. HTML and
 * other text is shown as the text that it is written in.
 */
export function previewOf(contentType: string, head: Buffer): PreviewKind | undefined {
  const type = servedType(contentType);
  if (type.startsWith("image/")) return rasterType(head) === type ? "image" : undefined;
  if (type === "application/pdf") return head.includes("%PDF-", 0, "latin1") ? "pdf" : undefined;
  const isText = contentType.startsWith("text/") || contentType === "application/json";
  // Octets that no text holds; UTF-16 has them too and is saved instead.
  return isText && !head.includes(0) ? "text" : undefined;
}
