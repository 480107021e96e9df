/** Octets of UTF-8 in one encoded word: in base64 they stay within RFC 2047's 75 characters. */
const WORD_OCTETS = 42;
/** RFC 5322 §2.1.1. */
const LINE_LENGTH = 78;

/** `name: value`, folded at blanks, non-ASCII text as encoded words (RFC 2047). Ends with CRLF. */
export function headerLine(name: string, value: string): string {
  const words = isAscii(value) ? value.split(" ") : encodedWords(value);
  const lines = [`${name}:`];
  for (const word of words) {
    const last = lines.at(-1) ?? "";
    if (last.length + 1 + word.length > LINE_LENGTH && last.trim() !== `${name}:`) lines.push(` ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return `${lines.join("\r\n")}\r\n`;
}

/** A mailbox as it stands in an address field: the name quoted or encoded where it has to be. */
export function mailbox(name: string, address: string): string {
  if (!isAscii(name)) return `${encodedWords(name).join(" ")} <${address}>`;
  return /^[\w !#$%&'*+/=?^`{|}~-]+$/.test(name) ? `${name} <${address}>` : `"${name}" <${address}>`;
}

/** A parameter of Content-Type or Content-Disposition (RFC 2231 where it is not ASCII). */
export function parameter(name: string, value: string): string {
  return isAscii(value) ? `${name}="${value}"` : `${name}*=UTF-8''${encodeURIComponent(value)}`;
}

function encodedWords(text: string): string[] {
  const words: string[] = [];
  let piece = "";
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > WORD_OCTETS) {
      words.push(encodedWord(piece));
      piece = "";
    }
    piece += character;
  }
  return [...words, encodedWord(piece)];
}

function encodedWord(text: string): string {
  return `=?UTF-8?B?${Buffer.from(text, "utf8").toString("base64")}?=`;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
