const ESCAPE = 0x1b;
const SHIFT_OUT = 0x0e;
const SHIFT_IN = 0x0f;
const LF = 0x0a;

/**
 * ISO-2022-KR (RFC 1557) as EUC-KR: between SO and SI each octet stands for one of KS X 1001, which EUC-KR
 * writes with the eighth bit set. The designator ESC $ ) C says nothing more and is left out.
 */
export function eucKrOfIso2022(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  let filled = 0;
  let isShifted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const octet = bytes[at] ?? 0;
    if (octet === ESCAPE && bytes.toString("latin1", at + 1, at + 4) === "$)C") at += 3;
    else if (octet === SHIFT_OUT) isShifted = true;
    else if (octet === SHIFT_IN) isShifted = false;
    else {
      // A line begins in ASCII, also where its predecessor forgot to shift back.
      if (octet === LF) isShifted = false;
      out[filled] = isShifted && octet > 0x20 && octet < 0x7f ? octet | 0x80 : octet;
      filled += 1;
    }
  }
  return out.subarray(0, filled);
}
