const LF = 0x0a;
const CR = 0x0d;

/**
 * What TOP sends (RFC 1939 §7): the header, the blank line, and so many lines of the body.
 *
 * @param lines lines of the body; more than there are give the whole message
 */
export function* topLines(chunks: Iterable<Buffer>, lines: number): Iterable<Buffer> {
  let isHeader = true;
  let left = lines;
  /** Octets of the current line so far, CRLF left out. */
  let lineOctets = 0;
  let previous = 0;
  for (const chunk of chunks) {
    let start = 0;
    for (let lf = chunk.indexOf(LF); lf !== -1; lf = chunk.indexOf(LF, start)) {
      const isLineEnd = (lf === 0 ? previous : chunk[lf - 1]) === CR;
      lineOctets += lf - start - 1;
      start = lf + 1;
      if (!isLineEnd) {
        // A bare LF is an octet of the line like any other.
        lineOctets += 2;
        continue;
      }
      if (isHeader) isHeader = lineOctets > 0;
      else left--;
      lineOctets = 0;
      if (!isHeader && left <= 0) {
        yield chunk.subarray(0, start);
        return;
      }
    }
    lineOctets += chunk.length - start;
    previous = chunk.at(-1) ?? previous;
    yield chunk;
  }
}
