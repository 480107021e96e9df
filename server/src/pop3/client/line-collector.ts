import { decodeText } from "../wire/status-line.ts";
import { Pop3Error } from "../errors.ts";
import type { BodySink } from "../engine/exchange.ts";

/** LIST, UIDL and CAPA lines are short; a longer one is an attack or a broken server. */
export const MAX_LISTING_LINE_OCTETS = 8192;

const LF = 0x0a;
const CR = 0x0d;

/** Cuts a multi-line response into lines and hands each on as a view, line ending removed. */
export class LineCollector implements BodySink {
  readonly #maxLines: () => number;
  readonly #onLine: (line: Buffer) => void;
  #partial: Buffer | undefined;
  #lines = 0;

  /** @param maxLines one line more is refused with a Pop3Error of kind `limit` */
  constructor(maxLines: () => number, onLine: (line: Buffer) => void) {
    this.#maxLines = maxLines;
    this.#onLine = onLine;
  }

  write(octets: Buffer): boolean {
    let chunk = octets;
    if (this.#partial !== undefined) {
      chunk = Buffer.concat([this.#partial, octets]);
      this.#partial = undefined;
    }
    let start = 0;
    for (;;) {
      const lf = chunk.indexOf(LF, start);
      if (lf === -1) break;
      this.#line(chunk.subarray(start, chunk[lf - 1] === CR && lf > start ? lf - 1 : lf));
      start = lf + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
    return true;
  }

  #line(line: Buffer): void {
    this.#lines += 1;
    if (this.#lines > this.#maxLines()) {
      throw new Pop3Error("limit", `a listing runs over ${this.#maxLines()} lines`);
    }
    if (line.length > MAX_LISTING_LINE_OCTETS) throw lineTooLong();
    this.#onLine(line);
  }

  #keep(rest: Buffer): void {
    if (rest.length > MAX_LISTING_LINE_OCTETS) throw lineTooLong();
    this.#partial = Buffer.from(rest);
  }
}

/** A sink that keeps the lines as text. */
export function textLines(maxLines: () => number): { sink: BodySink; lines: string[] } {
  const lines: string[] = [];
  return { lines, sink: new LineCollector(maxLines, (line) => lines.push(decodeText(line))) };
}

function lineTooLong(): Pop3Error {
  return new Pop3Error("limit", `a line of a listing runs over ${MAX_LISTING_LINE_OCTETS} octets`);
}
