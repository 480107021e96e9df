import { MultiLineBody } from "./multi-line-body.ts";
import { WireError } from "./wire-error.ts";

/** How a response's own status line ended; decides how its terminator is recognised. */
export type LineEnding = "crlf" | "lf";

/** What the decoder tells its owner, in the order of the octets. */
export interface ResponseHandler {
  /**
   * A whole status line, without its line ending.
   * @returns whether lines and a terminator follow; it depends on the command that is answered.
   */
  statusLine(line: Buffer, ending: LineEnding): boolean;
  /** Octets of a multi-line response, dot-stuffing undone. A view: copy what is kept. */
  body(octets: Buffer): void;
  /** The response is complete. `wireOctets` counts everything of it, as sent. */
  end(wireOctets: number): void;
}

/** No server says more than this in one line; an endless greeting must not fill the memory. */
export const MAX_STATUS_LINE_OCTETS = 8192;

const LF = 0x0a;
const CR = 0x0d;

/**
 * Cuts a server's octets into responses. Pure: no socket, no time. Give it chunks of any size; what
 * it reports does not depend on where they were cut.
 */
export class ResponseDecoder {
  readonly #handler: ResponseHandler;
  /** The start of a status line whose end has not come. */
  #partial: Buffer[] = [];
  #partialOctets = 0;
  #wireOctets = 0;
  #body: MultiLineBody | undefined;
  #stopped = false;
  /** One for all bodies: a sweep has 10,000 of them. */
  readonly #emitBody = (octets: Buffer): void => this.#handler.body(octets);

  constructor(handler: ResponseHandler) {
    this.#handler = handler;
  }

  /** True between responses: nothing of the next one has been seen. */
  get isIdle(): boolean {
    return this.#body === undefined && this.#partialOctets === 0;
  }

  /** True inside the lines of a multi-line response. */
  get isInBody(): boolean {
    return this.#body !== undefined;
  }

  /** True when a body has everything of its terminator but the LF. */
  get isAtDotCr(): boolean {
    return this.#body?.isAtDotCr === true;
  }

  /** True when a body's last line so far is a dot behind a bare LF: text, unless nothing follows. */
  get isAtStrayDotLine(): boolean {
    return this.#body?.isAtStrayDotLine === true;
  }

  /** Ignores everything from now on. To be called from a handler that found the session broken. */
  stop(): void {
    this.#stopped = true;
  }

  /** @throws WireError `line-too-long`; whatever a handler throws passes through. */
  push(chunk: Buffer): void {
    let position = 0;
    while (position < chunk.length && !this.#stopped) {
      position =
        this.#body === undefined
          ? this.#pushStatusLine(chunk, position)
          : this.#pushBody(this.#body, chunk, position);
    }
  }

  /**
   * Ends a body that stands at `.CR` (a server was seen to leave the LF out and then to wait) or behind
   * a stray dot line. Only for a connection that has been silent for the grace period.
   * @returns whether there was such a body
   */
  acceptDoubtfulEnd(): boolean {
    if (!this.isAtDotCr && !this.isAtStrayDotLine) return false;
    this.#endResponse();
    return true;
  }

  #pushStatusLine(chunk: Buffer, start: number): number {
    const lf = chunk.indexOf(LF, start);
    const end = lf === -1 ? chunk.length : lf;
    if (this.#partialOctets + (end - start) > MAX_STATUS_LINE_OCTETS) {
      throw new WireError("line-too-long", `a status line runs over ${MAX_STATUS_LINE_OCTETS} octets`);
    }
    if (lf === -1) {
      // Copied: a view would keep the whole chunk alive for a few octets.
      this.#partial.push(Buffer.from(chunk.subarray(start)));
      this.#partialOctets += end - start;
      return end;
    }
    const isCrlf = (lf > start ? chunk[lf - 1] : this.#lastPartialOctet()) === CR;
    const line =
      this.#partialOctets === 0
        ? chunk.subarray(start, isCrlf ? lf - 1 : lf)
        : this.#takePartial(chunk.subarray(start, lf), isCrlf);
    this.#wireOctets = line.length + (isCrlf ? 2 : 1);
    const ending = isCrlf ? "crlf" : "lf";
    if (this.#handler.statusLine(line, ending)) {
      this.#body = new MultiLineBody(ending, this.#emitBody);
    } else {
      this.#endResponse();
    }
    return lf + 1;
  }

  /** The kept start of a line and its end, without the line ending. */
  #takePartial(tail: Buffer, isCrlf: boolean): Buffer {
    const octets = this.#partialOctets + tail.length - (isCrlf ? 1 : 0);
    const line = Buffer.concat([...this.#partial, tail], octets);
    this.#partial = [];
    this.#partialOctets = 0;
    return line;
  }

  #lastPartialOctet(): number | undefined {
    return this.#partial.at(-1)?.at(-1);
  }

  #pushBody(body: MultiLineBody, chunk: Buffer, start: number): number {
    const next = body.push(chunk, start);
    this.#wireOctets += next - start;
    if (body.isComplete) this.#endResponse();
    return next;
  }

  #endResponse(): void {
    this.#body = undefined;
    this.#handler.end(this.#wireOctets);
  }
}
