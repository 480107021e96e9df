const SPACE = 0x20;
const GRAVE = 0x60;

/** "begin 644 name", as uuencode writes it (POSIX). The name is the sender's: not to be trusted. */
const BEGIN = /^begin [0-7]{3,4} (\S.*)$/;

/** The file's name if the line begins a uuencoded file. Only the next line can tell whether it is one. */
export function uuFilename(line: string): string | undefined {
  return BEGIN.exec(line)?.[1]?.trim();
}

/**
 * The octets of one line of a uuencoded file.
 *
 * @param line without its line break
 * @returns undefined for what is no such line
 */
export function decodeUuLine(line: Buffer): Buffer | undefined {
  // The last line has no octets; some transports strip its only character.
  if (line.length === 0) return Buffer.alloc(0);
  const count = value(line[0]);
  const wanted = Math.ceil(count / 3) * 4;
  // One checksum character may follow; blanks at the end may have been stripped, and stand for zeros.
  if (!line.every((octet) => octet >= SPACE && octet <= GRAVE) || line.length - 1 > wanted + 1)
    return undefined;
  const isStripped = line.length - 1 < Math.ceil((count * 4) / 3);
  if (isStripped && line.length - 1 < wanted / 2) return undefined;
  const out = Buffer.alloc(Math.ceil(count / 3) * 3);
  for (let from = 1, to = 0; to < count; from += 4, to += 3) {
    const bits = (value(line[from]) << 18) | (value(line[from + 1]) << 12) | (value(line[from + 2]) << 6);
    out.writeUIntBE(bits | value(line[from + 3]), to, 3);
  }
  return out.subarray(0, count);
}

function value(octet: number | undefined): number {
  return ((octet ?? SPACE) - SPACE) & 0x3f;
}
