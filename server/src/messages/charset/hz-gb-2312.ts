const TILDE = 0x7e;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const LF = 0x0a;

/**
 * HZ (RFC 1843) as GB 2312: between ~{ and ~} each octet stands for one with the eighth bit set; ~~ is a
 * tilde, and a tilde before a line feed joins the two lines.
 */
export function gbOfHz(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  let filled = 0;
  let isChinese = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const octet = bytes[at] ?? 0;
    const next = bytes[at + 1];
    const isEscape = octet === TILDE && (next === OPEN || next === CLOSE || next === TILDE || next === LF);
    if (isEscape && !(isChinese && next !== CLOSE)) {
      at += 1;
      if (next === OPEN) isChinese = true;
      else if (next === CLOSE) isChinese = false;
      else if (next === TILDE) out[filled++] = TILDE;
      continue;
    }
    // A line begins in ASCII.
    if (octet === LF) isChinese = false;
    out[filled++] = isChinese && octet > 0x20 && octet < 0x7f ? octet | 0x80 : octet;
  }
  return out.subarray(0, filled);
}
