/** Base64 in lines of 76 characters, each with CRLF (RFC 2045 §6.8). */
export function base64Lines(octets: Buffer): Buffer {
  const lines = octets.toString("base64").replace(/.{1,76}/g, "$&\r\n");
  return Buffer.from(lines, "latin1");
}

/** Soft line breaks keep lines within RFC 2045's 76 characters. */
const MAX_LINE = 75;
const CR = 0x0d;
const LF = 0x0a;

/** Quoted-printable (RFC 2045 §6.7) of text whose lines end with CRLF. */
export function quotedPrintable(octets: Buffer): Buffer {
  const lines: string[] = [];
  let line = "";
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at] ?? 0;
    if (octet === CR && octets[at + 1] === LF) {
      lines.push(line);
      line = "";
      at++;
      continue;
    }
    const isAtLineEnd = octets[at + 1] === CR && octets[at + 2] === LF;
    const token = isPlain(octet, isAtLineEnd) ? String.fromCharCode(octet) : quoted(octet);
    if (line.length + token.length > MAX_LINE) {
      lines.push(`${line}=`);
      line = "";
    }
    line += token;
  }
  lines.push(line);
  return Buffer.from(lines.join("\r\n"), "latin1");
}

function isPlain(octet: number, isAtLineEnd: boolean): boolean {
  if (octet === 0x20 || octet === 0x09) return !isAtLineEnd;
  return octet > 0x20 && octet < 0x7f && octet !== 0x3d;
}

function quoted(octet: number): string {
  return `=${octet.toString(16).toUpperCase().padStart(2, "0")}`;
}
