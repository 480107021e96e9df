import { cleanLine } from "../header/header-fields.ts";

/** Two lines on screen. */
const CONTEXT_CHARACTERS = 60;
const HALF_CHARACTER = /^[\udc00-\udfff]|[\ud800-\udbff]$/g;

export interface Snippet {
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

/** Looks for words that must all be in a text. Capitals do not count, nor how a letter is put together. */
export class WordSearch {
  readonly #words: readonly string[];

  constructor(q: string) {
    this.#words = q.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean);
  }

  /** @returns what stands around the first word; undefined where one is missing */
  find(text: string): Snippet | undefined {
    const composed = text.normalize("NFC");
    const folded = composed.toLowerCase();
    if (!this.#words.every((word) => folded.includes(word))) return undefined;
    return snippetOf(composed, folded, this.#words[0] ?? "");
  }
}

function snippetOf(text: string, folded: string, word: string): Snippet {
  // The folded text may be longer than the text: the place is looked for in the text itself.
  const escaped = word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  const place = new RegExp(escaped, "iu").exec(text);
  const at = place?.index ?? Math.min(folded.indexOf(word), text.length);
  const end = at + (place?.[0].length ?? 0);
  return {
    before: oneLine(text.slice(wordStart(text, at), at)).trimStart(),
    match: oneLine(text.slice(at, end)),
    after: oneLine(text.slice(end, wordEnd(text, end))).trimEnd(),
  };
}

/** Where the context begins: with a whole word, where one begins so near. */
function wordStart(text: string, at: number): number {
  const from = at - CONTEXT_CHARACTERS;
  if (from <= 0) return 0;
  const blank = text.slice(from - 1, at).search(/\s/);
  return blank === -1 ? from : from + blank;
}

function wordEnd(text: string, end: number): number {
  const to = end + CONTEXT_CHARACTERS;
  if (to >= text.length) return text.length;
  const last = /\s\S*$/.exec(text.slice(end, to + 1));
  return last === null || last.index === 0 ? to : end + last.index;
}

/** Safe to show beside other text, with its outer blanks. */
function oneLine(text: string): string {
  const [front, back] = [/^\s/, /\s$/].map((blank) => (blank.test(text) ? " " : ""));
  const line = cleanLine(text.replace(HALF_CHARACTER, "").replace(/\s+/g, " "));
  return line === "" ? (front ?? "") : `${front}${line}${back}`;
}
