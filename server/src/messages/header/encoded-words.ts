import { decodeText } from "../charset/decode-text.ts";

/**
 * One encoded word (RFC 2047 §2), read more widely than it should be written: a Q text may hold blanks and
 * question marks, and a language tag may stand behind the charset (RFC 2231 §5).
 */
const WORD =
  /=\?([\w.:+-]{1,60})(?:\*[\w-]{0,20})?\?([bq])\?((?:[^?=]|=(?!\?[\w.:+*-]{1,60}\?[bq]\?)|\?(?!=))*)\?=/gi;
const BLANK = /^\s*$/;

interface Run {
  readonly charset: string;
  /** Base64 of words that did not end with a whole octet; the next word may go on. */
  base64: string;
  octets: Buffer[];
}

/**
 * Decodes the encoded words of a text. Words beside each other are one text: blanks between them vanish
 * (§6.2), and a character may begin in one and end in the next, as many mailers cut them. Never throws.
 */
export function decodeWords(text: string): string {
  if (!text.includes("=?")) return text;
  let decoded = "";
  let run: Run | undefined;
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const [word, charset = "", encoding = "", content = ""] = match;
    const between = text.slice(end, match.index);
    const isBeside = run !== undefined && BLANK.test(between);
    if (!isBeside || run?.charset !== charset.toLowerCase()) {
      decoded += finish(run) + (isBeside ? "" : between);
      run = { charset: charset.toLowerCase(), base64: "", octets: [] };
    }
    add(run, encoding, content);
    end = match.index + word.length;
  }
  return decoded + finish(run) + text.slice(end);
}

function add(run: Run, encoding: string, content: string): void {
  if (encoding === "b" || encoding === "B") {
    run.base64 += content.replace(/[^A-Za-z0-9+/=]/g, "");
    if (run.base64.length % 4 === 0 || run.base64.includes("=")) flush(run);
    return;
  }
  flush(run);
  run.octets.push(decodeQ(content));
}

function flush(run: Run): void {
  if (run.base64 !== "") run.octets.push(Buffer.from(run.base64, "base64"));
  run.base64 = "";
}

function finish(run: Run | undefined): string {
  if (run === undefined) return "";
  flush(run);
  return decodeText(Buffer.concat(run.octets), run.charset).text;
}

/** §4.2. What is no hexadecimal number stands as it is; characters beyond ASCII are what a mailer left raw. */
function decodeQ(content: string): Buffer {
  const parts = content.replaceAll("_", " ").split(/((?:=[0-9a-f]{2})+)/i);
  return Buffer.concat(
    parts.map((part, at) =>
      at % 2 === 1 ? Buffer.from(part.replaceAll("=", ""), "hex") : Buffer.from(part),
    ),
  );
}
