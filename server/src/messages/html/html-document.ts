import { inspectHtml, type InspectedHtml } from "./inspect-html.ts";
import { cleanHtml, type CleaningRules } from "./sanitize-rules.ts";
import { textDirection } from "./text-direction.ts";
import { PAGE_STYLE } from "./page-style.ts";

export interface HtmlDocumentOptions extends CleaningRules {
  readonly theme: "light" | "dark";
}

export interface HtmlDocument {
  readonly html: string;
  /** Also among the headers. */
  readonly csp: string;
  /** All that must go with it; nothing else may weaken them. */
  readonly headers: Record<string, string>;
}

/** The same words stand on the frame: whoever opens the document in a tab of its own gets no more. */
export const FRAME_SANDBOX = "allow-popups allow-popups-to-escape-sandbox";

/**
 * Own pictures come as data: only. The document's origin is opaque, so its requests are cross-site, and the
 * session's SameSite=Strict cookie would not go with a request for a part.
 */
const POLICY = [
  `sandbox ${FRAME_SANDBOX}`,
  "default-src 'none'",
  "img-src data:",
  "style-src 'unsafe-inline'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
];

export const DOCUMENT_CSP = POLICY.join("; ");
/** After consent: https images, and still nothing else. */
export const DOCUMENT_CSP_WITH_IMAGES = POLICY.map((rule) =>
  rule === "img-src data:" ? "img-src data: https:" : rule,
).join("; ");

/** Where the mail goes on and the document does not. */
const CUT = `<p class="cut" role="note">The message goes on here: it has too many elements or pictures to be shown whole. Open its text or its source.</p>`;

/**
 * The mail's HTML as a document of its own, for a sandboxed frame. The sandbox and the policy are the wall;
 * the cleaning is for privacy and layout, and holds alone too.
 */
export function htmlDocument(html: string | InspectedHtml, options: HtmlDocumentOptions): HtmlDocument {
  const clean = cleanHtml(typeof html === "string" ? inspectHtml(html) : html, options);
  const csp = options.allowImages ? DOCUMENT_CSP_WITH_IMAGES : DOCUMENT_CSP;
  const mail = clean.setsColours ? "mail own-colours" : "mail";
  return {
    html:
      `<!doctype html><html class="${options.theme}"><head><meta charset="utf-8">` +
      `<meta name="viewport" content="width=device-width"><title>Message</title>` +
      `<style>${PAGE_STYLE}</style></head>` +
      `<body dir="${textDirection(clean.html)}"><div class="${mail}">${clean.html}</div>${clean.isCut ? CUT : ""}</body></html>`,
    csp,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": csp,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "x-dns-prefetch-control": "off",
      "cache-control": "no-store",
    },
  };
}
