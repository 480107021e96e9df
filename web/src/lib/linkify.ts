/** A piece of plain text: words, or something to click. Each becomes a text node or an anchor. */
export type TextPiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

// One pass without nested repetition: no mail can make it slow. Letters of every script may stand in
// a path, white space, quotation marks and angle brackets may not.
const CANDIDATE = /\b(?:https?:\/\/|www\.)[^\s<>"“”„«»]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/giu;
/** What closes a sentence rather than an address. */
const TRAILING = /[.,:;!?'’*_~]$/;
const PAIRS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
/** Longer "addresses" are encoded data; a link of them helps nobody. */
const MAX_URL_LENGTH = 2_000;

/** Splits text at web and mail addresses. The pieces' texts joined are always the text itself. */
export function linkify(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let position = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const address = withoutTrailing(match[0]);
    const href = hrefOf(address);
    if (href === undefined) continue;
    if (match.index > position) pieces.push({ kind: "text", text: text.slice(position, match.index) });
    pieces.push({ kind: "link", text: address, href });
    position = match.index + address.length;
  }
  if (position < text.length) pieces.push({ kind: "text", text: text.slice(position) });
  return pieces;
}

function hrefOf(address: string): string | undefined {
  if (address.length > MAX_URL_LENGTH) return undefined;
  if (!/^(?:https?:\/\/|www\.)/i.test(address)) return `mailto:${address}`;
  const url = /^www\./i.test(address) ? `http://${address}` : address;
  if (!URL.canParse(url)) return undefined;
  // Anything before an @ in the authority is there to mislead: https://bank.example@evil.example/
  return new URL(url).username === "" ? url : undefined;
}

function withoutTrailing(candidate: string): string {
  let address = candidate;
  for (;;) {
    const last = address.at(-1) ?? "";
    const opening = PAIRS[last];
    const isUnpaired = opening !== undefined && count(address, last) > count(address, opening);
    if (!isUnpaired && !TRAILING.test(address)) return address;
    address = address.slice(0, -1);
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
