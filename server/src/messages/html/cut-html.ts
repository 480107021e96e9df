/** The longest tables of reports have some ten thousand cells; a browser lays this many out in about a second. */
export const MAX_ELEMENTS = 50_000;
/** Newsletters have a hundred; each is a box to lay out, and with consent a request. */
export const MAX_IMAGES = 1_000;
/** Parsers keep a list of what is open and move all of it at each tag: the time grows with the square. */
export const MAX_OPEN = 10_000;

/** Where a parser may find a tag; also within comments, which may be counted as well. */
const TAG = /<(\/?)([a-z][^\s/>]*)/gi;
/** HTML § 13.1.2: they have no end tag. */
const VOID = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
/** HTML § 13.2.6.4.7: their end tags make an element where none is open. */
const MADE_BY_THEIR_END = new Set(["p", "br"]);

export interface CutHtml {
  readonly html: string;
  /** Whether there is more of it. */
  readonly isCut: boolean;
  /** At most so many elements. */
  readonly elements: number;
}

/** The beginning of a mail's HTML that a browser can be asked to lay out. To be cleaned afterwards. */
export function cutHtml(html: string): CutHtml {
  return cutAt(html, ({ elements, images, open }) => {
    return elements > MAX_ELEMENTS || images > MAX_IMAGES || open > MAX_OPEN;
  });
}

/** The beginning that a parser reads in a time that grows with its length alone. */
export function cutDeep(html: string): CutHtml {
  return cutAt(html, ({ open }) => open > MAX_OPEN);
}

interface Counts {
  elements: number;
  images: number;
  /** Elements whose end has not come: never fewer than the parser's, as far as no comment hides some. */
  open: number;
}

function cutAt(html: string, isTooMuch: (counts: Counts) => boolean): CutHtml {
  const counts: Counts = { elements: 0, images: 0, open: 0 };
  const open = new Map<string, number>();
  for (const { index, 1: slash, 2: written = "" } of html.matchAll(TAG)) {
    const name = written.toLowerCase();
    const before = open.get(name) ?? 0;
    if (slash === "/") {
      if (before > 0) {
        open.set(name, before - 1);
        counts.open -= 1;
        continue;
      }
      if (!MADE_BY_THEIR_END.has(name)) continue;
    }
    counts.elements += 1;
    if (name === "img") counts.images += 1;
    if (slash !== "/" && !VOID.has(name)) {
      open.set(name, before + 1);
      counts.open += 1;
    }
    if (isTooMuch(counts)) return { html: html.slice(0, index), isCut: true, elements: counts.elements };
  }
  return { html, isCut: false, elements: counts.elements };
}
