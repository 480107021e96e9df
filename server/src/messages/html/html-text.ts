import sanitizeHtml from "sanitize-html";
import { cutDeep } from "./cut-html.ts";
import { unescapeHtml } from "./entities.ts";

const LINE_ENDS = /<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6]|\/blockquote|\/pre|\/table)\b/gi;
const HIDDEN = [
  "script",
  "style",
  "title",
  "head",
  "textarea",
  "option",
  "noscript",
  "template",
  "svg",
  "math",
];

/** The words of an HTML body, for mail that brings no text of its own. Not meant to be put into HTML. */
export function htmlToText(html: string): string {
  const broken = cutDeep(html).html.replace(/\s+/g, " ").replace(LINE_ENDS, "\n$&");
  const bare = sanitizeHtml(broken, { allowedTags: [], allowedAttributes: {}, nonTextTags: HIDDEN });
  return unescapeHtml(bare)
    .replaceAll("\u00a0", " ")
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
