import { createHash } from "node:crypto";
import { escapeHtml } from "../../messages/html/entities.ts";
import { linkTarget, type LinkCaution, type LinkTarget } from "../../messages/trust/link-target.ts";
import type { LinkOut } from "../../messages/trust/sealed-link.ts";
import { DEEDS_SCRIPT, THEME_SCRIPT } from "./leave-script.ts";
import { LEAVE_STYLE } from "./leave-style.ts";

/** Its style and its two scripts by their hashes: nothing that a mail wrote can be either. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(LEAVE_STYLE)}`,
  `script-src ${hashOf(THEME_SCRIPT)} ${hashOf(DEEDS_SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** Of these no ordinary link is guilty: going there is then not what the page suggests. */
const DECEIVING = new Set<LinkCaution["kind"]>(["words", "looks-like", "mixed-scripts", "user-info"]);

/** All that must go with either page. */
export const LEAVE_HEADERS: Readonly<Record<string, string>> = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-dns-prefetch-control": "off",
  "x-robots-tag": "noindex",
  "cache-control": "no-store",
};

/** Where a link of a mail leads, before anybody goes there. */
export function leavePage({ target, words }: LinkOut): string {
  const facts = linkTarget(new URL(target), words);
  const { url, host, shownHost, cautions } = facts;
  return page(
    `Leave for ${host}?`,
    `<div><h1>This link of a message leads to</h1>
<p class="host" dir="ltr">${hostOf(facts)}</p>
${shownHost === null ? "" : `<p class="letters">In its own letters: <bdi dir="ltr">${escapeHtml(shownHost)}</bdi></p>`}</div>
${cautions.length === 0 ? "" : `<ul class="cautions">${cautions.map((each) => `<li>${sentence(each, facts)}</li>`).join("")}</ul>`}
<div><h2 id="whole">The whole address</h2>
<code id="address" dir="ltr" tabindex="0" aria-labelledby="whole">${escapeHtml(url.href)}</code></div>
<div class="deeds${cautions.some(({ kind }) => DECEIVING.has(kind)) ? " wary" : ""}"><a href="${escapeHtml(url.href)}" rel="noreferrer noopener">Go to ${escapeHtml(host)}</a>
<button id="copy" type="button" hidden>Copy link</button><button id="close" type="button" hidden>Close</button></div>
<p class="calm" id="told" role="status" data-done="Copied." data-failed="It could not be copied. It is selected: copy it from there."
 data-open="The browser lets nobody but you close this tab.">Nothing was asked of ${escapeHtml(host)} yet, and it will not learn where you come from.</p>
<script>${DEEDS_SCRIPT}</script>`,
  );
}

/** For a link that this gateway did not make for this browser: it leads nowhere. */
export function noWayPage(): string {
  return page(
    "This link leads nowhere",
    `<h1>This link leads nowhere</h1>
<p>Links out of mail work in the browser that opened the message, until it signs out. If you came from a message here,
open it again and click once more.</p>
<p class="calm">If somebody sent you this address: it is not a message of this mailbox. There is nothing behind it.</p>`,
  );
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${LEAVE_STYLE}</style><script>${THEME_SCRIPT}</script></head><body><main>
${content}</main></body></html>
`;
}

/** What somebody registered carries the weight: "paypal.com." may stand before any of it. */
function hostOf({ host, domain }: LinkTarget): string {
  return `${escapeHtml(host.slice(0, host.length - domain.length))}<b>${escapeHtml(domain)}</b>`;
}

function sentence(caution: LinkCaution, { host }: LinkTarget): string {
  switch (caution.kind) {
    case "words":
      return `The text said <b>“<bdi>${escapeHtml(caution.words)}</bdi>”</b>, the link goes to <b>${escapeHtml(host)}</b>.`;
    case "looks-like":
      return `Its letters look like <b>${escapeHtml(caution.plain)}</b>, which is another place.`;
    case "mixed-scripts":
      return "Its name mixes letters of several scripts, as names do that want to be taken for others.";
    case "user-info":
      return `“<bdi>${escapeHtml(caution.userInfo)}</bdi>” stands before the host and says nothing about where it leads.`;
    case "address":
      return "It names a machine by its number. Honest places have a name; yours at home may not.";
    case "port":
      return `It leads to port ${escapeHtml(caution.port)}, where no ordinary page is.`;
    case "unencrypted":
      return "It is not encrypted: others on the way can read and change what you see and type there.";
  }
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
