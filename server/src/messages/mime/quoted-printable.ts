const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const EQUALS = 0x3d;

/** White space that may be held back until it is known whether the line ends behind it (RFC 2045 §6.7). */
const MAX_HELD_SPACES = 1000;

/** A state machine over octets: no line has to be whole, and broken escapes come out as they went in. */
export class QuotedPrintableDecoder {
  #state: "text" | "escape" | "softBreak" = "text";
  /** The first hexadecimal digit after "=", or -1. */
  #high = -1;
  #held: number[] = [];
  #out = Buffer.alloc(0);
  #filled = 0;

  write(bytes: Buffer): Buffer {
    this.#out = Buffer.allocUnsafe(bytes.length + this.#held.length + 3);
    this.#filled = 0;
    for (const octet of bytes) {
      if (this.#state === "escape" && this.#escaped(octet)) continue;
      if (this.#state === "softBreak" && this.#skipped(octet)) continue;
      this.#plain(octet);
    }
    return this.#out.subarray(0, this.#filled);
  }

  end(): Buffer {
    this.#out = Buffer.allocUnsafe(2);
    this.#filled = 0;
    // Spaces at the very end are padding; half an escape is text.
    if (this.#state === "escape") this.#breakEscape();
    return this.#out.subarray(0, this.#filled);
  }

  #plain(octet: number): void {
    if (octet === SPACE || octet === TAB) {
      this.#held.push(octet);
      if (this.#held.length >= MAX_HELD_SPACES) this.#release();
      return;
    }
    if (octet === LF || octet === CR) this.#held.length = 0;
    else if (this.#held.length > 0) this.#release();
    if (octet === EQUALS) this.#state = "escape";
    else this.#put(octet);
  }

  /** Whether the octet belongs to the escape. */
  #escaped(octet: number): boolean {
    const digit = hexadecimal(octet);
    if (this.#high !== -1 && digit !== -1) {
      this.#put(hexadecimal(this.#high) * 16 + digit);
      this.#high = -1;
      this.#state = "text";
      return true;
    }
    if (this.#high === -1 && digit !== -1) {
      this.#high = octet;
      return true;
    }
    if (this.#high === -1 && isBlank(octet)) {
      this.#state = octet === LF ? "text" : "softBreak";
      return true;
    }
    this.#breakEscape();
    return false;
  }

  #skipped(octet: number): boolean {
    if (octet === LF || !isBlank(octet)) this.#state = "text";
    return isBlank(octet);
  }

  #breakEscape(): void {
    this.#put(EQUALS);
    if (this.#high !== -1) this.#put(this.#high);
    this.#high = -1;
    this.#state = "text";
  }

  #release(): void {
    for (const octet of this.#held) this.#put(octet);
    this.#held.length = 0;
  }

  #put(octet: number): void {
    this.#out[this.#filled] = octet;
    this.#filled += 1;
  }
}

function isBlank(octet: number): boolean {
  return octet === SPACE || octet === TAB || octet === CR || octet === LF;
}

/** The digit's value, or -1. Lower case is against RFC 2045 §6.7 and common. */
function hexadecimal(octet: number): number {
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const letter = octet & 0xdf;
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : -1;
}
