const CR = 0x0d;
const LF = 0x0a;

/** Lets so many octets through and then stops taking more. */
export function* cutAfter(parts: Iterable<Buffer>, octets: number): Iterable<Buffer> {
  let left = octets;
  for (const part of parts) {
    if (part.length >= left) {
      yield part.subarray(0, left);
      return;
    }
    left -= part.length;
    yield part;
  }
}

/** Turns every CRLF into LF, wherever the parts were cut. */
export function* withBareLf(parts: Iterable<Buffer>): Iterable<Buffer> {
  let heldCr = false;
  for (const part of parts) {
    const kept: number[] = [];
    for (const octet of part) {
      if (heldCr && octet !== LF) kept.push(CR);
      heldCr = octet === CR;
      if (!heldCr) kept.push(octet);
    }
    yield Buffer.from(kept);
  }
  if (heldCr) yield Buffer.from([CR]);
}
