import sanitizeHtml from "sanitize-html";
import { ALLOWED_STYLES } from "./css-rules.ts";
import { escapeHtml, unescapeHtml } from "./entities.ts";

/**
 * Cleans the style attributes of one mail. A newsletter has few styles and repeats them hundreds of times, so
 * each is parsed once; what is remembered is no longer than the mail's HTML.
 */
export class StyleCleaner {
  readonly #cleaned = new Map<string, string>();

  /** The declarations that a mail may have, as the value of a style attribute; empty where none are left. */
  clean(style: string): string {
    let cleaned = this.#cleaned.get(style);
    if (cleaned === undefined) {
      cleaned = allowedDeclarations(style);
      this.#cleaned.set(style, cleaned);
    }
    return cleaned;
  }
}

/** On an element of its own: what a style means does not depend on where it stands. */
function allowedDeclarations(style: string): string {
  const element = sanitizeHtml(`<p style="${escapeHtml(style)}">`, {
    allowedTags: ["p"],
    allowedAttributes: { p: ["style"] },
    allowedStyles: ALLOWED_STYLES,
  });
  const written = /^<p style="([^"]*)">/.exec(element)?.[1] ?? "";
  return unescapeHtml(written);
}
