import { readHeaderFields, type HeaderField } from "../header-fields.ts";
import { BoundaryScanner } from "./boundary-scanner.ts";
import { HeaderCollector } from "./header-collector.ts";
import { readPartHeader, type MimePart } from "./part-header.ts";
import { transferDecoder, type TransferDecoder } from "./transfer-decoder.ts";

/** Takes a part's octets, transfer encoding undone. A chunk is only valid until `write` returns. */
export interface PartSink {
  write(bytes: Buffer): void;
  end(): void;
}

export interface MimeHandler {
  /** The message's own header, before anything else. */
  header(fields: readonly HeaderField[]): void;
  /** A part that is not a multipart; without a sink it is passed over. */
  part(part: MimePart): PartSink | undefined;
  /** A multipart whose parts follow. */
  multipart?(part: MimePart): void;
  /** Something that a person should know about how the message was read. */
  notice(text: string): void;
}

/** Real mail nests five deep; some attacks nest thousands. */
const MAX_DEPTH = 32;
/** Real mail has a hundred parts; each costs a row on screen. */
const MAX_PARTS = 1000;
const MAX_MESSAGE_HEADER_OCTETS = 256 * 1024;
const MAX_PART_HEADER_OCTETS = 64 * 1024;

/**
 * Walks through a message's MIME structure (RFC 2045, 2046) as its octets arrive, and holds none of
 * them: no more than one header and one line that may be a boundary. A message inside the message is a
 * part like others. Never throws on any octets; what is broken is read as far as it goes.
 */
export class MimeWalker {
  readonly #handler: MimeHandler;
  readonly #types: string[] = [];
  readonly #scanner = new BoundaryScanner();
  #header: HeaderCollector | undefined = new HeaderCollector(MAX_MESSAGE_HEADER_OCTETS);
  #rest: Buffer = Buffer.alloc(0);
  #sink: { target: PartSink; decoder: TransferDecoder } | undefined;
  #parts = 0;
  #isRoot = true;

  constructor(handler: MimeHandler) {
    this.#handler = handler;
  }

  write(chunk: Buffer): void {
    this.#take(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]), false);
  }

  end(): void {
    this.#take(this.#rest, true);
    if (this.#header !== undefined) this.#endHeader(this.#header);
    this.#endPart();
    if (this.#types.length > 0) this.#handler.notice("the message ends before its last part does");
  }

  #take(octets: Buffer, isEnd: boolean): void {
    let at = 0;
    while (at < octets.length) {
      const next =
        this.#header === undefined ? this.#body(octets, at, isEnd) : this.#inHeader(octets, at, isEnd);
      if (next === undefined) break;
      at = next;
    }
    // Copied: what remains is short, and the chunk belongs to somebody else.
    this.#rest = Buffer.from(octets.subarray(at));
  }

  /** Where to go on; undefined if more octets are needed to tell. */
  #inHeader(octets: Buffer, at: number, isEnd: boolean): number | undefined {
    const header = this.#header;
    if (header === undefined) return at;
    if (header.isAtLineStart && this.#scanner.matchAt(octets, at, isEnd).kind === "boundary") {
      // A header without an empty line: the part has no body.
      this.#endHeader(header);
      return at;
    }
    const { next, isComplete } = header.take(octets, at, isEnd);
    if (isComplete) this.#endHeader(header);
    return next;
  }

  #body(octets: Buffer, at: number, isEnd: boolean): number | undefined {
    const step = this.#scanner.next(octets, at, isEnd);
    for (const content of step.content) this.#emit(content);
    if (step.boundary !== undefined) this.#cross(step.boundary.depth, step.boundary.isClosing);
    return step.next;
  }

  #cross(depth: number, isClosing: boolean): void {
    this.#endPart();
    this.#scanner.leave(isClosing ? depth : depth + 1);
    this.#types.length = isClosing ? depth : depth + 1;
    if (!isClosing) this.#header = new HeaderCollector(MAX_PART_HEADER_OCTETS);
  }

  #endHeader(header: HeaderCollector): void {
    this.#header = undefined;
    if (header.isCut) this.#handler.notice("a header is too long and was cut off");
    const fields = readHeaderFields(header.bytes());
    if (this.#isRoot) this.#handler.header(fields);
    this.#isRoot = false;
    const part = readPartHeader(fields, {
      parentType: this.#types.at(-1),
      isAlternative: this.#types.includes("multipart/alternative"),
    });
    this.#scanner.begin();
    if (part.contentType.startsWith("multipart/")) this.#enter(part);
    else this.#begin(part);
  }

  #enter(part: MimePart): void {
    if (part.boundary !== undefined && part.boundary !== "" && this.#types.length < MAX_DEPTH) {
      this.#types.push(part.contentType);
      this.#handler.multipart?.(part);
      this.#scanner.enter(part.boundary);
      return;
    }
    const isDeep = this.#types.length >= MAX_DEPTH;
    this.#handler.notice(
      isDeep ? "parts are nested too deep" : "a multipart does not say where its parts begin",
    );
    // Shown as it is: text that somebody can read is better than nothing.
    this.#begin({ ...part, contentType: "text/plain" });
  }

  #begin(part: MimePart): void {
    this.#parts += 1;
    if (this.#parts === MAX_PARTS + 1)
      this.#handler.notice(`too many parts: the first ${MAX_PARTS} are shown`);
    if (this.#parts > MAX_PARTS) return;
    const target = this.#handler.part(part);
    if (target !== undefined) this.#sink = { target, decoder: transferDecoder(part.encoding) };
  }

  #emit(content: Buffer): void {
    if (this.#sink === undefined || content.length === 0) return;
    const bytes = this.#sink.decoder.write(content);
    if (bytes.length > 0) this.#sink.target.write(bytes);
  }

  #endPart(): void {
    if (this.#sink === undefined) return;
    const { target, decoder } = this.#sink;
    this.#sink = undefined;
    const bytes = decoder.end();
    if (bytes.length > 0) target.write(bytes);
    target.end();
  }
}
