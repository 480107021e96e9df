/** What is inside is no text of the message. */
const HIDDEN = new Set(["script", "style", "title", "template", "noscript", "textarea", "select"]);
/** Tags that may stand inside a word. */
const INSIDE_WORDS = new Set([
  "b",
  "i",
  "u",
  "em",
  "strong",
  "span",
  "font",
  "a",
  "wbr",
  "small",
  "mark",
  "sup",
  "sub",
]);
const TAG_NAME = /\/?([a-z][a-z0-9]{0,20})/iy;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,7}));/gi;

/** U+00A0 to U+00FF as HTML names them, in order. */
const LATIN_1 = (
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 " +
  "acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde " +
  "Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute " +
  "Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde " +
  "auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute " +
  "ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml"
).split(" ");
const NAMED = new Map([
  ...LATIN_1.map((name, at): [string, string] => [name, String.fromCharCode(0xa0 + at)]),
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["euro", "€"],
  ["ndash", "–"],
  ["mdash", "—"],
  ["rsquo", "’"],
  ["lsquo", "‘"],
  ["hellip", "…"],
]);

/**
 * The words of an HTML body, to be searched and never shown as HTML. Each character is looked at once or
 * twice, whatever a sender wrote: what is begun and never ended takes the rest with it.
 */
export function htmlWords(html: string): string {
  const words: string[] = [];
  for (let at = 0; at < html.length;) {
    const tag = html.indexOf("<", at);
    words.push(html.slice(at, tag === -1 ? html.length : tag));
    if (tag === -1) break;
    at = behind(html, tag, words);
  }
  return words.join("").replace(ENTITY, decoded).replaceAll("\u00ad", "");
}

/** Where the text goes on behind what begins with "<". */
function behind(html: string, tag: number, words: string[]): number {
  if (html.startsWith("<!--", tag)) return endOf(html, "-->", tag + 4);
  TAG_NAME.lastIndex = tag + 1;
  const name = TAG_NAME.exec(html)?.[1]?.toLowerCase();
  if (name === undefined && html[tag + 1] !== "!" && html[tag + 1] !== "?") {
    words.push("<");
    return tag + 1;
  }
  if (name === undefined || !INSIDE_WORDS.has(name)) words.push("\n");
  const end = endOf(html, ">", tag + 1);
  if (name === undefined || html[tag + 1] === "/" || !HIDDEN.has(name)) return end;
  const close = new RegExp(`</${name}`, "gi");
  close.lastIndex = end;
  return close.test(html) ? close.lastIndex - name.length - 2 : html.length;
}

function endOf(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found === -1 ? html.length : found + mark.length;
}

function decoded(entity: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return NAMED.get(name) ?? entity;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : " ";
}
