import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import charsets from "libmime/lib/charset.js";
import { gbOfHz } from "./hz-gb-2312.ts";
import { eucKrOfIso2022 } from "./iso-2022-kr.ts";

/** What mailers write who do not know; the octets tell then. */
const ASCII_NAMES = new Set([
  "",
  "ascii",
  "us-ascii",
  "utf-8",
  "utf8",
  "7bit",
  "8bit",
  "unknown",
  "unknown-8bit",
]);
/** Japanese mailers wrote this without saying so, in headers above all (RFC 1468). */
const ISO_2022_JP = /\u001b(?:\$[@B]|\([JBI])/;
/** Names in mail that neither library knows. */
const ALIASES = new Map([
  ["x-mac-cyrillic", "maccyrillic"],
  ["x-mac-ukrainian", "macukraine"],
  ["iso-2022-jp-ms", "iso-2022-jp"],
  ["iso-2022-jp-2", "iso-2022-jp"],
  ["cp50220", "iso-2022-jp"],
  ["euc-jp-ms", "euc-jp"],
  ["dos-866", "cp866"],
  ["dos-850", "cp850"],
  ["visual", "iso-8859-8"],
]);
const BYTE_ORDER_MARK = /^\ufeff/;
const NOT_ASCII = /[\u0080-\u00ff]/;

/** `isKnown` is false where the charset's name means nothing to us and the text is a guess. */
export interface DecodedText {
  readonly text: string;
  readonly isKnown: boolean;
}

/** Octets in the charset that the part declares. */
export function decodeText(bytes: Buffer, charset: string | undefined): DecodedText {
  const declared = (charset ?? "").replace(/["'\s]/g, "").toLowerCase();
  if (ASCII_NAMES.has(declared)) return { text: guessText(bytes), isKnown: true };
  if (/^(?:cs)?iso-?2022-?kr$/.test(declared)) return decodeText(eucKrOfIso2022(bytes), "euc-kr");
  if (/^hz(?:-gb-?2312)?$/.test(declared)) return decodeText(gbOfHz(bytes), "gb18030");
  // Its octets tell their order, by the mark at their beginning or by their zeros.
  if (/^utf-?16$/.test(declared)) return { text: iconv.decode(bytes, "utf-16"), isKnown: true };
  const name = ALIASES.get(declared) ?? charsets.normalizeCharset(declared).toLowerCase();
  const isKnown = isJapanese(name) || iconv.encodingExists(name);
  return { text: isKnown ? charsets.decode(bytes, name) : guessText(bytes), isKnown };
}

/** Octets that nobody declared: UTF-8 where they are that, else what Windows wrote in the West. */
export function guessText(bytes: Buffer): string {
  if (isUtf8(bytes)) {
    const text = bytes.toString("utf8").replace(BYTE_ORDER_MARK, "");
    return ISO_2022_JP.test(text) ? charsets.decode(bytes, "iso-2022-jp") : text;
  }
  // iconv-lite, because Node 20's TextDecoder turns its curly quotes into control characters.
  return iconv.decode(bytes, "windows-1252");
}

/** The same for a header's value that was read as latin1, which costs nothing for plain ASCII. */
export function guessLatin1(value: string): string {
  if (!NOT_ASCII.test(value) && !value.includes("\u001b")) return value;
  return guessText(Buffer.from(value, "latin1"));
}

function isJapanese(name: string): boolean {
  return /^(jis|iso-?2022-?jp|euc-?jp)/.test(name);
}
