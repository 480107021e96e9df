import { readHeaderFields, type HeaderField } from "../header/header-fields.ts";
import { BoundaryScanner } from "./boundary-scanner.ts";
import { HeaderCollector } from "./header-collector.ts";
import { readPartHeader, type MimePart } from "./part-header.ts";
import { transferDecoder, type TransferDecoder } from "./transfer-decoder.ts";

/** Takes a part's octets, transfer encoding undone. A chunk is only valid until `write` returns. */
export interface PartSink {
  write(bytes: Buffer): void;
  end(): void;
}

/** Where a part begins, in octets from the message's first one. */
export interface PartStart {
  readonly header: number;
  readonly body: number;
  /** How many multiparts are around it. */
  readonly depth: number;
}

export interface MimeHandler {
  /** The message's own header, before anything else. */
  header(fields: readonly HeaderField[]): void;
  /** A part that is not a multipart; without a sink it is passed over. */
  part(part: MimePart, start: PartStart): PartSink | undefined;
  /** A multipart whose parts follow. */
  multipart?(part: MimePart, start: PartStart): void;
  /** All parts that are within so many multiparts end before this octet; the line break of a boundary is the boundary's. */
  ended?(depth: number, octet: number): void;
  /** Something that a person should know about how the message was read. */
  notice(text: string): void;
}

/** Real mail nests five deep; some attacks nest thousands. */
const MAX_DEPTH = 32;
/** Real mail has a hundred parts; each costs a row on screen. */
const MAX_PARTS = 1000;
const MAX_MESSAGE_HEADER_OCTETS = 256 * 1024;
const MAX_PART_HEADER_OCTETS = 64 * 1024;
const NOTHING: Buffer = Buffer.alloc(0);

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
  #rest = NOTHING;
  #sink: { target: PartSink; decoder: TransferDecoder } | undefined;
  #parts = 0;
  #isRoot = true;
  /** Of the first octet that is looked at now. */
  #origin = 0;
  #headerStart = 0;

  constructor(handler: MimeHandler) {
    this.#handler = handler;
  }

  write(chunk: Buffer): void {
    this.#take(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]), false);
  }

  end(): void {
    this.#take(this.#rest, true);
    if (this.#header !== undefined) this.#endHeader(this.#header, this.#origin);
    this.#endPart();
    this.#handler.ended?.(0, this.#origin);
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
    this.#origin += at;
    // Copied: what remains is short, and the chunk belongs to somebody else.
    this.#rest = at === octets.length ? NOTHING : Buffer.from(octets.subarray(at));
  }

  /** Where to go on; undefined if more octets are needed to tell. */
  #inHeader(octets: Buffer, at: number, isEnd: boolean): number | undefined {
    const header = this.#header;
    if (header === undefined) return at;
    if (header.isAtLineStart && this.#scanner.matchAt(octets, at, isEnd).kind === "boundary") {
      // A header without an empty line: the part has no body.
      this.#endHeader(header, this.#origin + at);
      return at;
    }
    const { next, isComplete } = header.take(octets, at, isEnd);
    if (isComplete) this.#endHeader(header, this.#origin + (next ?? at));
    return next;
  }

  #body(octets: Buffer, at: number, isEnd: boolean): number | undefined {
    const step = this.#scanner.next(octets, at, isEnd);
    for (const content of step.content) this.#emit(content);
    if (step.boundary !== undefined) {
      const { depth, isClosing, breakOctets } = step.boundary;
      this.#cross(depth, isClosing);
      this.#handler.ended?.(depth + 1, this.#origin + at - breakOctets);
      this.#headerStart = this.#origin + (step.next ?? at);
    }
    return step.next;
  }

  #cross(depth: number, isClosing: boolean): void {
    this.#endPart();
    this.#scanner.leave(isClosing ? depth : depth + 1);
    this.#types.length = isClosing ? depth : depth + 1;
    if (!isClosing) this.#header = new HeaderCollector(MAX_PART_HEADER_OCTETS);
  }

  #endHeader(header: HeaderCollector, bodyStart: number): void {
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
    const start = { header: this.#headerStart, body: bodyStart, depth: this.#types.length };
    if (part.contentType.startsWith("multipart/")) this.#enter(part, start);
    else this.#begin(part, start);
  }

  #enter(part: MimePart, start: PartStart): void {
    if (part.boundary !== undefined && part.boundary !== "" && this.#types.length < MAX_DEPTH) {
      this.#types.push(part.contentType);
      this.#handler.multipart?.(part, start);
      this.#scanner.enter(part.boundary);
      return;
    }
    const isDeep = this.#types.length >= MAX_DEPTH;
    this.#handler.notice(
      isDeep ? "parts are nested too deep" : "a multipart does not say where its parts begin",
    );
    // Shown as it is: text that somebody can read is better than nothing.
    this.#begin({ ...part, contentType: "text/plain" }, start);
  }

  #begin(part: MimePart, start: PartStart): void {
    this.#parts += 1;
    if (this.#parts === MAX_PARTS + 1)
      this.#handler.notice(`too many parts: the first ${MAX_PARTS} are shown`);
    if (this.#parts > MAX_PARTS) return;
    const target = this.#handler.part(part, start);
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
