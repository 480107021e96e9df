import { Pop3Error } from "../errors.ts";
import type { BodySink, Exchange, Reply } from "./exchange.ts";
import type { ExchangeQueue } from "./exchange-queue.ts";
import type { MaskedWords } from "./masked-words.ts";
import type { DoubtfulEnd } from "./reply-deadline.ts";
import { ResponseTranscript } from "./response-transcript.ts";
import type { TranscriptLog } from "../transcript-log.ts";
import { ResponseDecoder, type LineEnding } from "../wire/response-decoder.ts";
import { parseStatusLine, type StatusLine } from "../wire/status-line.ts";

const NOT_ASCII = /[^\x00-\x7f]/;

export interface ReplyHandler {
  answered(exchange: Exchange, reply: Reply): void;
  /** The sink wants no more until it drains. */
  full(sink: BodySink): void;
}

/** Matches what the decoder finds to the exchanges in the order in which they were written. */
export class ReplyReader {
  readonly #queue: ExchangeQueue;
  readonly #handler: ReplyHandler;
  readonly #transcript: ResponseTranscript;
  readonly #decoder: ResponseDecoder;
  #isBlankLine = false;
  #skippedBlankLines = 0;
  #farewell: string | undefined;
  #hasUnasked = false;
  readonly #masked: MaskedWords;

  constructor(queue: ExchangeQueue, log: TranscriptLog, masked: MaskedWords, handler: ReplyHandler) {
    this.#queue = queue;
    this.#masked = masked;
    this.#handler = handler;
    this.#transcript = new ResponseTranscript(log);
    this.#decoder = new ResponseDecoder({
      statusLine: (line, ending) => this.#statusLine(line, ending),
      body: (octets) => this.#body(octets),
      end: (wireOctets) => this.#end(wireOctets),
    });
  }

  get isIdle(): boolean {
    return this.#decoder.isIdle;
  }

  /** True when a line has come since the last reply that answers no command: a goodbye, a blank line. */
  get hasUnasked(): boolean {
    return this.#hasUnasked;
  }

  /** Whether the reply has ended if the server says nothing more. */
  get doubtfulEnd(): DoubtfulEnd | undefined {
    if (this.#decoder.isAtDotCr) return "bare-cr";
    // Only TOP: a whole message that was cut there would be shown as if it were whole.
    const isTop = this.#queue.head?.command?.verb === "TOP";
    return isTop && this.#decoder.isAtStrayDotLine ? "stray-dot" : undefined;
  }

  /** What the server said, unasked, before it closed: "Disconnected for inactivity". */
  get farewell(): string | undefined {
    return this.#farewell;
  }

  /** @throws Pop3Error `desync`, `limit`; WireError */
  push(chunk: Buffer): void {
    this.#decoder.push(chunk);
  }

  stop(): void {
    this.#decoder.stop();
  }

  acceptDoubtfulEnd(): boolean {
    return this.#decoder.acceptDoubtfulEnd();
  }

  #statusLine(line: Buffer, ending: LineEnding): boolean {
    const exchange = this.#queue.head;
    if (exchange === undefined) this.#hasUnasked = true;
    // One server was seen to send an empty line between replies; more than one is not tolerated.
    if (line.length === 0 && this.#skippedBlankLines === 0) {
      this.#isBlankLine = true;
      this.#skippedBlankLines = 1;
      return false;
    }
    if (exchange === undefined) return this.#unasked(line, ending);
    this.#skippedBlankLines = 0;
    this.#hasUnasked = false;
    this.#farewell = undefined;
    const status = parseStatusLine(line);
    // RFC 5034 §4: only AUTH has challenges. Taken for a refusal, this would leave a body unread.
    if (status.status === "continue" && exchange.command?.verb !== "AUTH") {
      throw new Pop3Error("protocol", "the server sent a challenge that nothing had asked for");
    }
    // A challenge is for the mechanism, which needs its octets and tells none of them.
    exchange.status = status.status === "continue" ? status : this.#shown(status, line);
    this.#transcript.statusLine(exchange, line.length, this.#masked.decode(line), ending);
    exchange.options.onStatus?.(status);
    return exchange.command?.multiLine === true && status.status === "ok";
  }

  #unasked(line: Buffer, ending: LineEnding): boolean {
    const status = parseStatusLine(line);
    this.#transcript.unasked(line.length, this.#masked.decode(line), ending);
    // An -ERR that nobody asked for is a goodbye: Dovecot says why it hangs up. Qpopper says +OK behind it.
    const { text } = this.#shown(status, line);
    if (status.status !== "err" && this.#farewell === undefined) {
      throw new Pop3Error("desync", "the server sent a reply that nothing had asked for", {
        serverText: text,
      });
    }
    this.#farewell ??= text;
    this.#isBlankLine = true;
    return false;
  }

  #shown(status: StatusLine, line: Buffer): StatusLine {
    if (NOT_ASCII.test(status.text)) return parseStatusLine(line, (octets) => this.#masked.decode(octets));
    const text = this.#masked.in(status.text);
    return text === status.text ? status : { ...status, text };
  }

  #body(octets: Buffer): void {
    const exchange = this.#queue.head;
    if (exchange === undefined) return;
    exchange.bodyOctets += octets.length;
    if (exchange.bodyOctets > exchange.maxBodyOctets) {
      throw new Pop3Error("closed", "a cancelled reply was too long to read to its end");
    }
    if (exchange.isCancelled) return;
    this.#transcript.body(exchange, octets);
    const { sink } = exchange.options;
    if (sink !== undefined && !sink.write(octets)) this.#handler.full(sink);
  }

  #end(wireOctets: number): void {
    if (this.#isBlankLine) {
      this.#isBlankLine = false;
      return;
    }
    const exchange = this.#queue.head;
    if (exchange?.status === undefined) return;
    this.#transcript.end(exchange, wireOctets);
    const { status, text, code } = exchange.status;
    this.#handler.answered(
      exchange,
      code === undefined ? { status, text, wireOctets } : { status, text, code, wireOctets },
    );
  }
}
