import sanitizeHtml, { type IOptions, type Tag } from "sanitize-html";
import { StyleCleaner } from "./clean-style.ts";
import { setsColours } from "./css-rules.ts";
import { HIDDEN, imageSource, MAX_NESTING, type ImageRules } from "./html-rules.ts";
import type { InspectedHtml } from "./inspect-html.ts";
import { linkOf, type LeaveUrl } from "./link-rules.ts";

const TAGS = (
  "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup " +
  "dd del dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li " +
  "main mark ol p pre q rp rt ruby s samp section small span strike strong sub sup table tbody td tfoot th " +
  "thead time tr tt u ul var wbr"
).split(" ");
const ALLOWED = new Set(TAGS);

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

/** An own picture is written out at each place where it stands: this is twice all that may be shown, as base64. */
const MAX_PICTURE_CHARACTERS = 24 * 1024 * 1024;

/**
 * With more elements no direction of a mail's own is left to the browser to find out: it looks through all
 * that an element holds, anew at each piece that it reads.
 */
const MAX_ELEMENTS_LOOKED_THROUGH = 5_000;

export interface CleaningRules extends ImageRules {
  /** Absent, links lead straight to their targets. */
  readonly leaveUrl?: LeaveUrl | undefined;
}

export interface CleanHtml {
  readonly html: string;
  /** Whether the mail goes on: it has too many elements or pictures. */
  readonly isCut: boolean;
  /** Whether the mail brings colours: dark text of its own cannot stand on a dark page. */
  readonly setsColours: boolean;
}

/** Cleans a mail's HTML by allow-lists. Its output goes into a document as it is, never edited again. */
export function cleanHtml(inspected: InspectedHtml, rules: CleaningRules): CleanHtml {
  const { source, isCut, elements, misleadingLinks } = inspected;
  const findsDirections = elements <= MAX_ELEMENTS_LOOKED_THROUGH;
  const styles = new StyleCleaner();
  const pictures = new PictureBudget();
  let links = 0;
  let hasColours = false;
  const options: IOptions = {
    allowedTags: TAGS,
    nonTextTags: HIDDEN,
    allowedAttributes: ATTRIBUTES,
    // Done below, for every element that stays.
    parseStyleAttributes: false,
    allowedSchemes: ["http", "https", "mailto"],
    allowedSchemesByTag: { img: ["https", "data"] },
    allowedSchemesAppliedToAttributes: ["href", "src"],
    allowProtocolRelative: false,
    disallowedTagsMode: "discard",
    nestingLimit: MAX_NESTING,
    transformTags: {
      a: (_, attributes) => linkOf(attributes, misleadingLinks.get(links++), rules.leaveUrl),
      img: (_, attributes) =>
        image(attributes, pictures.allowed(imageSource(attributes["src"] ?? "", rules).src)),
      body: (_, attributes) => page(attributes),
      "*": (tagName, attributes) => {
        hasColours ||= setsColours(attributes);
        const { style } = attributes;
        const attribs =
          style === undefined
            ? attributes
            : { ...attributes, style: ALLOWED.has(tagName) ? styles.clean(style) : "" };
        return findsDirections ? { tagName, attribs } : withoutDirection(tagName, attribs);
      },
    },
  };
  const clean = sanitizeHtml(source, options);
  return { html: clean, isCut: isCut || pictures.isExceeded, setsColours: hasColours };
}

/** `bdi` finds its direction also where it has no `dir`. */
function withoutDirection(tagName: string, { dir, ...others }: Attributes): Tag {
  const attribs = dir !== undefined && /^(?:ltr|rtl)$/i.test(dir) ? { ...others, dir } : others;
  return { tagName: tagName === "bdi" ? "span" : tagName, attribs };
}

/** What own pictures may take of the document together. */
class PictureBudget {
  isExceeded = false;
  #left = MAX_PICTURE_CHARACTERS;

  allowed(src: string | undefined): string | undefined {
    if (src?.startsWith("data:") !== true) return src;
    this.#left -= src.length;
    if (this.#left >= 0) return src;
    this.isExceeded = true;
    return undefined;
  }
}

type Attributes = Record<string, string>;

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
