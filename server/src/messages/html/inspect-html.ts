import type { MisleadingLink } from "@popgate/shared/api/trust";
import sanitizeHtml from "sanitize-html";
import { isSameOrganisation, namedHost } from "../named-host.ts";
import { cutHtml } from "./cut-html.ts";
import { HIDDEN, imageSource, MAX_NESTING, type ImageRules } from "./html-rules.ts";

/** A mail's HTML before it is cleaned, and what it wants to do. */
export interface InspectedHtml {
  /** As the sender wrote it, as far as it is shown: hostile until it went through `htmlDocument`. */
  readonly source: string;
  /** Whether the mail goes on: it has too many elements or pictures. */
  readonly isCut: boolean;
  readonly elements: number;
  /** Images that want to be loaded from elsewhere. */
  readonly remoteImages: number;
  /** By the link's number in the document, counted from 0. */
  readonly misleadingLinks: ReadonlyMap<number, MisleadingLink>;
}

/** A text of a link is a line; pictures and tables within one are not read. */
const MAX_TEXT_CHARACTERS = 200;

const BLOCKED: ImageRules = { allowImages: false, partUrl: () => undefined };

/**
 * What a mail's HTML wants to do, told without cleaning it: the same reading, at a fraction of the cost. The
 * cleaner needs it beforehand, because what a link says is known where it ends, and it is written where it begins.
 */
export function inspectHtml(whole: string): InspectedHtml {
  const { html, isCut, elements } = cutHtml(whole);
  let remoteImages = 0;
  let links = 0;
  const open = new WeakMap<object, { number: number; target: string }>();
  const misleadingLinks = new Map<number, MisleadingLink>();
  sanitizeHtml(html, {
    allowedTags: ["a"],
    nonTextTags: HIDDEN,
    allowedAttributes: {},
    nestingLimit: MAX_NESTING,
    transformTags: {
      img: (tagName, attributes) => {
        if (imageSource(attributes["src"] ?? "", BLOCKED).isRemote) remoteImages += 1;
        return { tagName, attribs: {} };
      },
      a: (tagName, { href = "" }) => {
        // Attributes cost as much as the element; this object alone comes back at its end.
        const attribs = {};
        open.set(attribs, { number: links++, target: href });
        return { tagName, attribs };
      },
    },
    // Asked where the element ends, when its text is known.
    exclusiveFilter: ({ attribs, text }) => {
      const link = open.get(attribs);
      const host = link === undefined ? undefined : otherHost(text, link.target);
      if (link === undefined || host === undefined) return false;
      const shown = text.replace(/\s+/g, " ").trim().slice(0, MAX_TEXT_CHARACTERS);
      misleadingLinks.set(link.number, { text: shown, host });
      return false;
    },
  });
  return { source: html, isCut, elements, remoteImages, misleadingLinks };
}

/** Where the link really leads, if its words name another place; most name none. */
function otherHost(text: string, target: string): string | undefined {
  const named = namedHost(text);
  if (named === undefined) return undefined;
  const url = URL.canParse(target.trim()) ? new URL(target.trim()) : undefined;
  const host = url === undefined ? undefined : hostOf(url);
  return host === undefined || isSameOrganisation(named, host) ? undefined : host;
}

function hostOf(url: URL): string | undefined {
  if (url.protocol === "mailto:") return /@([^@?]+)/.exec(url.pathname)?.[1]?.toLowerCase();
  return /^https?:$/.test(url.protocol) ? url.hostname : undefined;
}
