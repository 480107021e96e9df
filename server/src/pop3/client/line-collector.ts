import { decodeText } from "../wire/status-line.ts";
import { Pop3Error } from "../errors.ts";
import type { BodySink } from "../engine/exchange.ts";

/** LIST, UIDL and CAPA lines are short; a longer one is an attack or a broken server. */
export const MAX_LISTING_LINE_OCTETS = 8192;

const CR = 0x0d;

/**
 * A line: the characters from `start` to `end` of a text, its ending not among them. One character is one octet.
 * In a process that has just started, text is read twice as fast as octets, and a view of each line costs
 * as much as reading it.
 */
type LineListener = (text: string, start: number, end: number) => void;

/** Cuts a multi-line response into lines. */
export class LineCollector implements BodySink {
  readonly #maxLines: () => number;
  readonly #onLine: LineListener;
  /** The start of a line whose end has not come. */
  #partial = "";
  #lines = 0;

  /** @param maxLines one line more is refused with a Pop3Error of kind `limit` */
  constructor(maxLines: () => number, onLine: LineListener) {
    this.#maxLines = maxLines;
    this.#onLine = onLine;
  }

  write(octets: Buffer): boolean {
    const text = this.#partial + octets.toString("latin1");
    const onLine = this.#onLine;
    const maxLines = this.#maxLines();
    let lines = this.#lines;
    let start = 0;
    for (let lf = text.indexOf("\n"); lf !== -1; lf = text.indexOf("\n", start)) {
      const end = lf > start && text.charCodeAt(lf - 1) === CR ? lf - 1 : lf;
      lines += 1;
      if (lines > maxLines) throw new Pop3Error("limit", `a listing runs over ${maxLines} lines`);
      if (end - start > MAX_LISTING_LINE_OCTETS) throw lineTooLong();
      onLine(text, start, end);
      start = lf + 1;
    }
    if (text.length - start > MAX_LISTING_LINE_OCTETS) throw lineTooLong();
    this.#lines = lines;
    this.#partial = text.slice(start);
    return true;
  }
}

/** A sink that keeps the lines as text. */
export function textLines(maxLines: () => number): { sink: BodySink; lines: string[] } {
  const lines: string[] = [];
  const sink = new LineCollector(maxLines, (text, start, end) =>
    lines.push(decodeText(Buffer.from(text.slice(start, end), "latin1"))),
  );
  return { sink, lines };
}

function lineTooLong(): Pop3Error {
  return new Pop3Error("limit", `a line of a listing runs over ${MAX_LISTING_LINE_OCTETS} octets`);
}
