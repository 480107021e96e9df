import { decodeUuLine, uuFilename } from "./uuencode.ts";
import { isYencKeyword, yencFilename, YencDecoder } from "./yenc.ts";

/** The same as the walker's sink: octets lent until `write` returns. */
export interface OctetSink {
  write(bytes: Buffer): void;
  end(): void;
}

export interface TextFilesOptions {
  /** Takes what is text; the files are cut out of it. */
  readonly text: OctetSink | undefined;
  /** A file begins, with the name that its sender gave it, as latin1. */
  readonly open: (filename: string) => OctetSink | undefined;
  readonly notice: (text: string) => void;
}

const LF = 0x0a;
const CR = 0x0d;
/** RFC 5322 §2.1.1 allows 998. What is longer is no line of a file, and is passed on in pieces. */
const MAX_LINE_OCTETS = 2000;

type State =
  | { readonly kind: "text" }
  /** The line looks like a beginning; the next one tells. */
  | { readonly kind: "asked"; readonly line: Buffer; readonly filename: string }
  | { readonly kind: "uu"; readonly file: OctetSink | undefined }
  | { readonly kind: "yenc"; readonly file: OctetSink | undefined; readonly decoder: YencDecoder };

/** Finds files that stand in a text itself, uuencoded or in yEnc, and hands them on as they arrive. */
export class TextFiles implements OctetSink {
  readonly #options: TextFilesOptions;
  #state: State = { kind: "text" };
  #rest: Buffer = Buffer.alloc(0);
  #isMidLine = false;

  constructor(options: TextFilesOptions) {
    this.#options = options;
  }

  write(bytes: Buffer): void {
    const octets = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const whole = octets.lastIndexOf(LF) + 1;
    this.#lines(octets.subarray(0, whole));
    const rest = octets.subarray(whole);
    if (rest.length > MAX_LINE_OCTETS) this.#piece(rest);
    this.#rest = rest.length > MAX_LINE_OCTETS ? Buffer.alloc(0) : Buffer.from(rest);
  }

  end(): void {
    if (this.#rest.length > 0) this.#line(this.#rest);
    this.#rest = Buffer.alloc(0);
    if (this.#state.kind === "asked") this.#options.text?.write(this.#state.line);
    if (this.#state.kind === "uu" || this.#state.kind === "yenc") this.#close(true);
    this.#options.text?.end();
  }

  #lines(block: Buffer): void {
    let at = 0;
    while (at < block.length) {
      // Texts without such a file, nearly all, are handed on as they are.
      if (this.#state.kind === "text" && !block.includes("begin ", at, "latin1")) {
        this.#options.text?.write(block.subarray(at));
        this.#isMidLine = false;
        return;
      }
      const next = block.indexOf(LF, at) + 1;
      this.#line(block.subarray(at, next));
      at = next;
    }
  }

  /** One line with its break. */
  #line(line: Buffer): void {
    const isWhole = !this.#isMidLine;
    this.#isMidLine = false;
    const bare = withoutBreak(line);
    const state = this.#state;
    switch (state.kind) {
      case "text":
        return this.#textLine(line, bare, isWhole);
      case "asked":
        return this.#answer(state, line, bare, isWhole);
      case "uu":
        return this.#uuLine(state.file, line, bare, isWhole);
      case "yenc":
        if (isWhole && isYencKeyword(bare)) {
          if (bare.toString("latin1", 0, 5) === "=yend") this.#close(false);
          return;
        }
        state.file?.write(state.decoder.decode(bare));
    }
  }

  #piece(piece: Buffer): void {
    const state = this.#state;
    if (state.kind === "yenc") state.file?.write(state.decoder.decode(piece));
    else {
      if (state.kind === "uu") this.#close(true);
      if (state.kind === "asked") this.#options.text?.write(state.line);
      this.#state = { kind: "text" };
      this.#options.text?.write(piece);
    }
    this.#isMidLine = true;
  }

  #textLine(line: Buffer, bare: Buffer, isWhole: boolean): void {
    const words = isWhole && bare.length <= MAX_LINE_OCTETS ? bare.toString("latin1") : "";
    const uu = uuFilename(words);
    if (uu !== undefined) {
      this.#state = { kind: "asked", line: Buffer.from(line), filename: uu };
      return;
    }
    const yenc = yencFilename(words);
    if (yenc === undefined) {
      this.#options.text?.write(line);
      return;
    }
    if (/ (?:part|total)=/.test(words))
      this.#options.notice(`a file in pieces: this message has one of them`);
    this.#state = { kind: "yenc", file: this.#options.open(yenc), decoder: new YencDecoder() };
  }

  #answer(asked: State & { kind: "asked" }, line: Buffer, bare: Buffer, isWhole: boolean): void {
    const octets = isWhole && bare.length > 0 ? decodeUuLine(bare) : undefined;
    if (octets === undefined) {
      this.#state = { kind: "text" };
      this.#options.text?.write(asked.line);
      return this.#textLine(line, bare, isWhole);
    }
    const file = this.#options.open(asked.filename);
    this.#state = { kind: "uu", file };
    file?.write(octets);
  }

  #uuLine(file: OctetSink | undefined, line: Buffer, bare: Buffer, isWhole: boolean): void {
    if (isWhole && bare.toString("latin1").trimEnd() === "end") return this.#close(false);
    const octets = isWhole ? decodeUuLine(bare) : undefined;
    if (octets !== undefined) return file?.write(octets);
    this.#close(true);
    this.#textLine(line, bare, isWhole);
  }

  #close(isDamaged: boolean): void {
    if (this.#state.kind === "uu" || this.#state.kind === "yenc") this.#state.file?.end();
    if (isDamaged) this.#options.notice("a file in the text has no end: it may not be whole");
    this.#state = { kind: "text" };
  }
}

function withoutBreak(line: Buffer): Buffer {
  let end = line.length;
  if (line[end - 1] === LF) end -= 1;
  if (line[end - 1] === CR) end -= 1;
  return line.subarray(0, end);
}
