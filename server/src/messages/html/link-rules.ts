import type { MisleadingLink } from "@popgate/shared/api/trust";
import type { Tag } from "sanitize-html";

/**
 * Where a link goes instead of its target: a page of ours that shows the target first. `words` are the link's
 * own where they name another place. Undefined where there is no such page for it.
 */
export type LeaveUrl = (target: string, words: string | undefined) => string | undefined;

type Attributes = Record<string, string>;

const FRAGMENT = /^#[\w.:-]{1,100}$/;
/** Also in the page's style. A sender who writes it himself would only warn of himself. */
const WARNING = "\u26a0";
const LINK_SCHEMES = new Set(["http:", "https:", "mailto:"]);
/** Tells an address at a glance; the leave page has all of it. */
const MAX_TITLE_CHARACTERS = 300;

/** Only full addresses: a relative one would point at the gateway itself. */
export function linkOf(
  attributes: Attributes,
  misleading: MisleadingLink | undefined,
  leaveUrl: LeaveUrl | undefined,
): Tag {
  const { href = "", target: _target, rel: _rel, title = "", ...rest } = attributes;
  const wanted = href.trim();
  if (FRAGMENT.test(wanted)) return { tagName: "a", attribs: { ...rest, ...own(title), href: wanted } };
  const url = URL.canParse(wanted) ? new URL(wanted) : undefined;
  const others = { ...rest, ...titled(title, misleading, leaveUrl === undefined ? undefined : url) };
  if (url === undefined || !LINK_SCHEMES.has(url.protocol)) return { tagName: "a", attribs: others };
  const isLeaving = leaveUrl !== undefined && url.protocol !== "mailto:";
  const goesTo = isLeaving ? leaveUrl(url.href, misleading?.text) : url.href;
  if (goesTo === undefined) return { tagName: "a", attribs: others };
  const safe = { href: goesTo, target: "_blank", rel: "noopener noreferrer" };
  return { tagName: "a", attribs: { ...others, ...safe } };
}

/** Where the words name another host, the real one is said: the page's style shows a title with this sign. */
function titled(title: string, misleading: MisleadingLink | undefined, target: URL | undefined): Attributes {
  if (misleading !== undefined) return { title: `${WARNING} ${misleading.host}` };
  // The address that the browser shows is that of the leave page, so the title tells the target.
  return target !== undefined && /^https?:$/.test(target.protocol) ? { title: shown(target) } : own(title);
}

/** Without a name before the host, which is there to mislead. */
function shown({ protocol, host, pathname, search, hash }: URL): string {
  const address = `${protocol}//${host}${pathname}${search}${hash}`;
  return address.length <= MAX_TITLE_CHARACTERS ? address : `${address.slice(0, MAX_TITLE_CHARACTERS)}…`;
}

function own(title: string): Attributes {
  const words = title.replaceAll(WARNING, "").trim();
  return words === "" ? {} : { title: words };
}
