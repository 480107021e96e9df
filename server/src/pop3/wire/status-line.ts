import { responseCodeOf } from "@popgate/shared/pop3/response-codes";
import { guessText } from "./guess-charset.ts";
import { WireError } from "./wire-error.ts";

/** The first line of every response (RFC 1939 §3). */
export interface StatusLine {
  /** `continue` is the `+ ` of an AUTH challenge (RFC 5034 §4). */
  readonly status: "ok" | "err" | "continue";
  /** What follows the indicator, without the blank; may hold a response code. */
  readonly text: string;
  /** RFC 2449 §8, upper-cased, without brackets. */
  readonly code?: string;
}

/**
 * Reads a status line without its line ending. Indicators are upper-case by the RFC; servers that
 * write `+ok` exist, so case is ignored.
 *
 * @param decode the words behind the indicator, where they are not ASCII
 * @throws WireError `malformed`
 */
export function parseStatusLine(line: Buffer, decode = decodeText): StatusLine {
  // latin1 keeps every octet; the words are decoded by themselves.
  const raw = line.toString("latin1");
  const match = /^(\+OK|-ERR|\+)(?:[ \t]+(.*)|$)/is.exec(raw);
  if (match === null) throw new WireError("malformed", "the reply begins with neither +OK nor -ERR");
  const indicator = (match[1] ?? "").toUpperCase();
  const words = match[2] ?? "";
  const text = isAscii(words) ? words : decode(Buffer.from(words, "latin1"));
  const code = indicator === "+" ? undefined : responseCodeOf(text);
  const status = indicator === "+OK" ? "ok" : indicator === "-ERR" ? "err" : "continue";
  return code === undefined ? { status, text } : { status, text, code };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** UTF-8 where it is valid (RFC 6856 lets servers speak it), else the charset that it looks like. */
export function decodeText(octets: Buffer): string {
  const characters = octets.toString("latin1");
  // Nearly every line, and eight times as fast as the decoder.
  if (isAscii(characters)) return characters;
  try {
    return utf8.decode(octets);
  } catch {
    return guessText(octets);
  }
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}
