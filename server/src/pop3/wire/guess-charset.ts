/**
 * What a server's words may be in. Servers tell it nowhere, and a line is too short for statistics; how its octets are
 * built tells it as a rule.
 */
type Charset =
  | "gb18030"
  | "big5"
  | "shift_jis"
  | "euc-jp"
  | "euc-kr"
  | "koi8-r"
  | "windows-1251"
  | "windows-1252";

/** Octets that are no UTF-8, as text. Never a replacement character: in doubt one character an octet. */
export function guessText(octets: Buffer): string {
  const charset = guessCharset(octets);
  if (charset === "windows-1252") return windows1252(octets);
  try {
    return new TextDecoder(charset, { fatal: true }).decode(octets);
  } catch {
    return windows1252(octets);
  }
}

/** Of 0x80 to 0x9F; what it leaves out stays a control character. Node 20's TextDecoder takes all of them for that. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function windows1252(octets: Buffer): string {
  const characters = octets.toString("latin1");
  return characters.replace(
    /[\u0080-\u009f]/g,
    (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? "",
  );
}

function guessCharset(octets: Buffer): Charset {
  const words = highWords(octets);
  if (isWestern(words)) return "windows-1252";
  if (isCyrillic(words, KOI8_R)) return "koi8-r";
  if (isCyrillic(words, WINDOWS_1251)) return "windows-1251";
  return guessDoubleByte(words) ?? "windows-1252";
}

/** The words of a line, parted by blanks, that hold octets beyond ASCII. */
function highWords(octets: Buffer): Buffer[] {
  const words: Buffer[] = [];
  let start = 0;
  let isHigh = false;
  for (let index = 0; index <= octets.length; index += 1) {
    const octet = octets[index];
    if (octet !== undefined && octet !== BLANK) {
      isHigh ||= octet >= 0x80;
      continue;
    }
    if (isHigh) words.push(octets.subarray(start, index));
    start = index + 1;
    isHigh = false;
  }
  return words;
}

const BLANK = 0x20;

/** Accents are some letters among many; where each letter is beyond ASCII, most octets are. */
const MOST_ACCENTS = 0.4;

function isWestern(words: readonly Buffer[]): boolean {
  let high = 0;
  let all = 0;
  for (const word of words) {
    for (const octet of word) if (octet >= 0x80) high += 1;
    all += word.length;
  }
  return high < all * MOST_ACCENTS;
}

/** Where the letters of a Cyrillic charset stand, and which marks may stand between them. */
interface CyrillicCharset {
  isSmall(octet: number): boolean;
  isCapital(octet: number): boolean;
  isMark(octet: number): boolean;
}

const between = (octet: number, first: number, last: number) => octet >= first && octet <= last;

const KOI8_R: CyrillicCharset = {
  isSmall: (octet) => between(octet, 0xc0, 0xdf) || octet === 0xa3,
  isCapital: (octet) => between(octet, 0xe0, 0xff) || octet === 0xb3,
  isMark: () => false,
};

const WINDOWS_1251: CyrillicCharset = {
  isSmall: (octet) => between(octet, 0xe0, 0xff) || octet === 0xb8,
  isCapital: (octet) => between(octet, 0xc0, 0xdf) || octet === 0xa8,
  // Dashes, quotation marks, the number sign and the blank that does not break.
  isMark: (octet) => [0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xa0, 0xab, 0xb9, 0xbb].includes(octet),
};

/**
 * People write small letters, with a capital at a word's beginning at most. The two charsets have them the other way
 * round, and other alphabets in no order at all.
 */
function isCyrillic(words: readonly Buffer[], charset: CyrillicCharset): boolean {
  let small = 0;
  for (const word of words) {
    let letters = 0;
    for (const octet of word) {
      if (octet < 0x80 || charset.isMark(octet)) {
        if (isAsciiLetter(octet)) return false;
        letters = 0;
      } else if (charset.isSmall(octet)) {
        small += 1;
        letters += 1;
      } else if (charset.isCapital(octet) && letters === 0) {
        letters += 1;
      } else {
        return false;
      }
    }
  }
  // One letter is as well an accented one.
  return small > 1;
}

function isAsciiLetter(octet: number): boolean {
  return between(octet | 0x20, 0x61, 0x7a);
}

/** How often first and second octets of the pairs stand where a charset has its usual letters. */
interface Pairs {
  readonly count: number;
  readonly firsts: readonly number[];
  /** Second octets that would be ASCII, alone. */
  readonly lowSeconds: number;
  /** Pairs that a blank parts from the next. */
  readonly words: number;
}

/** @returns undefined where the octets do not stand in pairs */
function guessDoubleByte(words: readonly Buffer[]): Charset | undefined {
  const pairs = pairsOf(words);
  if (pairs === undefined || pairs.count === 0) return undefined;
  const share = (first: number, last: number) =>
    pairs.firsts.filter((octet) => between(octet, first, last)).length / pairs.count;
  // Kana, and the first half of the kanji, stand below all that the others use.
  if (share(0x81, 0x9f) > 0.3) return share(0x82, 0x83) > 0 ? "shift_jis" : "gb18030";
  // Big5's usual characters begin at A4, where GB 2312 has alphabets and lines, and their second octet may be ASCII.
  const usualInBig5 = share(0xa1, 0xc6) > 0.7 ? "big5" : "gb18030";
  if (pairs.lowSeconds > 0) return usualInBig5;
  if (share(0xa4, 0xa5) > 0.3) return "euc-jp";
  if (share(0xa4, 0xaf) > 0.1) return usualInBig5;
  // Korean is written with blanks, Chinese is not; Hangul ends where GB 2312's usual characters go on.
  if (pairs.words > 1 && share(0xb0, 0xc8) === 1) return "euc-kr";
  return share(0xb0, 0xf7) > 0.5 ? "gb18030" : undefined;
}

function pairsOf(words: readonly Buffer[]): Pairs | undefined {
  const firsts: number[] = [];
  let lowSeconds = 0;
  for (const word of words) {
    for (let index = 0; index < word.length; index += 1) {
      const first = word[index] ?? 0;
      if (first < 0x80) continue;
      const second = word[index + 1] ?? 0;
      if (second < 0x40 || second === 0x7f || first === 0x80 || first === 0xff) return undefined;
      firsts.push(first);
      if (second < 0x80) lowSeconds += 1;
      index += 1;
    }
  }
  return { count: firsts.length, firsts, lowSeconds, words: words.length };
}
