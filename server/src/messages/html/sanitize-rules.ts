import sanitizeHtml, { type IOptions, type Tag } from "sanitize-html";
import { ALLOWED_STYLES, setsColours } from "./css-rules.ts";
import { HIDDEN, imageSource, MAX_NESTING, type ImageRules } from "./html-rules.ts";
import { inspectHtml } from "./inspect-html.ts";

const TAGS = (
  "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup " +
  "dd del dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li " +
  "main mark ol p pre q rp rt ruby s samp section small span strike strong sub sup table tbody td tfoot th " +
  "thead time tr tt u ul var wbr"
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
/** Also in the page's style. A sender who writes it himself would only warn of himself. */
const WARNING = "\u26a0";
const LINK_SCHEMES = new Set(["http:", "https:", "mailto:"]);

export interface CleanHtml {
  readonly html: string;
  /** Images that want to be loaded from elsewhere, loaded or not. */
  readonly remoteImages: number;
  /** Whether the mail brings colours: dark text of its own cannot stand on a dark page. */
  readonly setsColours: boolean;
}

/** Cleans a mail's HTML by allow-lists. Its output goes into a document as it is, never edited again. */
export function cleanHtml(html: string, rules: ImageRules): CleanHtml {
  const { remoteImages, misleadingLinks } = inspectHtml(html);
  let links = 0;
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
      a: (_, attributes) => link(attributes, misleadingLinks.get(links++)?.host),
      img: (_, attributes) => image(attributes, imageSource(attributes["src"] ?? "", rules).src),
      body: (_, attributes) => page(attributes),
      "*": (tagName, attributes) => {
        hasColours ||= setsColours(attributes);
        return { tagName, attribs: attributes };
      },
    },
  };
  return { html: sanitizeHtml(html, options), remoteImages, setsColours: hasColours };
}

type Attributes = Record<string, string>;

/** Only full addresses: a relative one would point at the gateway itself. */
function link(attributes: Attributes, realHost: string | undefined): Tag {
  const { href = "", target: _target, rel: _rel, ...rest } = attributes;
  const others = titled(rest, realHost);
  const wanted = href.trim();
  if (FRAGMENT.test(wanted)) return { tagName: "a", attribs: { ...others, href: wanted } };
  const url = URL.canParse(wanted) ? new URL(wanted) : undefined;
  if (url === undefined || !LINK_SCHEMES.has(url.protocol)) return { tagName: "a", attribs: others };
  const safe = { href: url.href, target: "_blank", rel: "noopener noreferrer" };
  return { tagName: "a", attribs: { ...others, ...safe } };
}

/** Where the words name another host, the real one is said: the page's style shows a title with this sign. */
function titled({ title = "", ...others }: Attributes, realHost: string | undefined): Attributes {
  if (realHost !== undefined) return { ...others, title: `${WARNING} ${realHost}` };
  const own = title.replaceAll(WARNING, "").trim();
  return own === "" ? others : { ...others, title: own };
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
