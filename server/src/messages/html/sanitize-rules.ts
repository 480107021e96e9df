import sanitizeHtml, { type IOptions, type Tag } from "sanitize-html";
import { ALLOWED_STYLES, setsColours } from "./css-rules.ts";

/** Blink nests no deeper than 512; a mail within tables within tables stays far below this. */
const MAX_NESTING = 256;

const TAGS = (
  "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup " +
  "dd del dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li " +
  "main mark ol p pre q rp rt ruby s samp section small span strike strong sub sup table tbody td tfoot th " +
  "thead time tr tt u ul var wbr"
).split(" ");

/** What stands inside these is no text of the mail. */
const HIDDEN = (
  "script style title textarea option select noscript noembed noframes iframe frameset template " +
  "xmp plaintext svg math object applet audio video canvas"
).split(" ");

const CELL = ["width", "height", "bgcolor", "colspan", "rowspan", "nowrap", "scope", "headers", "abbr"];
const ATTRIBUTES: Record<string, string[]> = {
  "*": ["style", "dir", "lang", "title", "align", "valign", "id", "aria-hidden"],
  a: ["href", "name", "target", "rel"],
  img: ["src", "alt", "width", "height", "border", "hspace", "vspace"],
  table: ["width", "height", "border", "cellpadding", "cellspacing", "bgcolor"],
  tr: ["height", "bgcolor"],
  td: CELL,
  th: CELL,
  col: ["span", "width"],
  colgroup: ["span", "width"],
  font: ["color", "face", "size"],
  hr: ["width", "size", "color", "noshade"],
  ol: ["start", "type", "reversed"],
  ul: ["type"],
  li: ["value", "type"],
};

const FRAGMENT = /^#[\w.:-]{1,100}$/;
const OWN_PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/;
const LINK_SCHEMES = new Set(["http:", "https:", "mailto:"]);

export interface ImageRules {
  /** Whether https images may be asked of the servers that the sender chose. */
  readonly allowImages: boolean;
  /** Where a picture of the mail itself is; undefined if there is none. */
  readonly partUrl: (contentId: string) => string | undefined;
}

export interface CleanHtml {
  readonly html: string;
  /** Images that want to be loaded from elsewhere, loaded or not. */
  readonly remoteImages: number;
  /** Whether the mail brings colours: dark text of its own cannot stand on a dark page. */
  readonly setsColours: boolean;
}

/** Cleans a mail's HTML by allow-lists. Its output goes into a document as it is, never edited again. */
export function cleanHtml(html: string, rules: ImageRules): CleanHtml {
  let remoteImages = 0;
  let hasColours = false;
  const options: IOptions = {
    allowedTags: TAGS,
    nonTextTags: HIDDEN,
    allowedAttributes: ATTRIBUTES,
    allowedStyles: ALLOWED_STYLES,
    allowedSchemes: ["http", "https", "mailto"],
    allowedSchemesByTag: { img: ["https", "data"] },
    allowedSchemesAppliedToAttributes: ["href", "src"],
    allowProtocolRelative: false,
    disallowedTagsMode: "discard",
    nestingLimit: MAX_NESTING,
    transformTags: {
      a: (_, attributes) => link(attributes),
      img: (_, attributes) => {
        const { src, isRemote } = imageSource(attributes["src"] ?? "", rules);
        if (isRemote) remoteImages += 1;
        return image(attributes, src);
      },
      body: (_, attributes) => page(attributes),
      "*": (tagName, attributes) => {
        hasColours ||= setsColours(attributes);
        return { tagName, attribs: attributes };
      },
    },
  };
  return { html: sanitizeHtml(html, options), remoteImages, setsColours: hasColours };
}

/** How many images want to be loaded from elsewhere: the same reading, without the cost of cleaning styles. */
export function countRemoteImages(html: string): number {
  let remoteImages = 0;
  const blocked: ImageRules = { allowImages: false, partUrl: () => undefined };
  sanitizeHtml(html, {
    allowedTags: ["img"],
    nonTextTags: HIDDEN,
    allowedAttributes: {},
    nestingLimit: MAX_NESTING,
    transformTags: {
      img: (tagName, attributes) => {
        if (imageSource(attributes["src"] ?? "", blocked).isRemote) remoteImages += 1;
        return { tagName, attribs: {} };
      },
    },
  });
  return remoteImages;
}

type Attributes = Record<string, string>;

/** Only full addresses: a relative one would point at the gateway itself. */
function link(attributes: Attributes): Tag {
  const { href = "", target: _target, rel: _rel, ...others } = attributes;
  const wanted = href.trim();
  if (FRAGMENT.test(wanted)) return { tagName: "a", attribs: { ...others, href: wanted } };
  const url = URL.canParse(wanted) ? new URL(wanted) : undefined;
  if (url === undefined || !LINK_SCHEMES.has(url.protocol)) return { tagName: "a", attribs: others };
  const safe = { href: url.href, target: "_blank", rel: "noopener noreferrer" };
  return { tagName: "a", attribs: { ...others, ...safe } };
}

function imageSource(source: string, rules: ImageRules): { src: string | undefined; isRemote: boolean } {
  const wanted = source.trim();
  if (/^cid:/i.test(wanted)) return { src: rules.partUrl(contentIdOf(wanted)), isRemote: false };
  if (OWN_PICTURE.test(wanted)) return { src: wanted, isRemote: false };
  const absolute = wanted.startsWith("//") ? `https:${wanted}` : wanted;
  const url = URL.canParse(absolute) ? new URL(absolute) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return { src: undefined, isRemote: false };
  // Nothing is asked for in clear; most servers have the same picture under https.
  url.protocol = "https:";
  return { src: rules.allowImages ? url.href : undefined, isRemote: true };
}

function contentIdOf(source: string): string {
  const id = source.slice("cid:".length);
  try {
    return decodeURIComponent(id);
  } catch {
    // A stray percent sign: some mailers do not escape ids.
    return id;
  }
}

function image(attributes: Attributes, src: string | undefined): Tag {
  const { src: _, ...others } = attributes;
  return { tagName: "img", attribs: src === undefined ? others : { ...others, src } };
}

/** The mail's page becomes a box in ours, with its colours. */
function page(attributes: Attributes): Tag {
  const { bgcolor, text, style = "", dir } = attributes;
  const colours = `${colour("background-color", bgcolor)}${colour("color", text)}`;
  return { tagName: "div", attribs: { style: `${colours}${style}`, ...(dir === undefined ? {} : { dir }) } };
}

function colour(property: string, value: string | undefined): string {
  return value !== undefined && /^#?\w{1,30}$/.test(value) ? `${property}: ${value};` : "";
}
