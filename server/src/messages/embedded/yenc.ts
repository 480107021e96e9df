const ESCAPE = 0x3d;
const SHIFT = 42;
const ESCAPED_SHIFT = 64;

const BEGIN = /^=ybegin (?=.*\bline=\d)(?=.*\bsize=\d).*?\bname=(.*)$/;

/** The file's name if the line begins a yEnc file (yEnc 1.3: the name is the last parameter). */
export function yencFilename(line: string): string | undefined {
  return BEGIN.exec(line)?.[1]?.trim();
}

/** "=ypart" and "=yend": lines of the format that are no data. */
export function isYencKeyword(line: Buffer): boolean {
  return line[0] === ESCAPE && line[1] === 0x79;
}

/** Undoes yEnc line by line, or piece by piece; an escape may be cut from what it escapes. */
export class YencDecoder {
  #isEscaped = false;

  decode(piece: Buffer): Buffer {
    const out = Buffer.allocUnsafe(piece.length);
    let filled = 0;
    for (const octet of piece) {
      if (octet === ESCAPE && !this.#isEscaped) {
        this.#isEscaped = true;
        continue;
      }
      out[filled] = octet - SHIFT - (this.#isEscaped ? ESCAPED_SHIFT : 0);
      filled += 1;
      this.#isEscaped = false;
    }
    return out.subarray(0, filled);
  }
}
