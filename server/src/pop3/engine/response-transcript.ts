import type { Exchange } from "./exchange.ts";
import type { TranscriptLog } from "../transcript-log.ts";
import type { LineEnding } from "../wire/response-decoder.ts";
import { decodeText } from "../wire/status-line.ts";

/** What a server can do is read to its end. */
const DEFAULT_SHOWN_LINES = 12;
/** A line for each message: the first ones show what they look like, and the next command stays in sight. */
const LISTING_SHOWN_LINES = 3;
/** A line of a listing is cut here for the transcript. */
const MAX_LINE_OCTETS = 512;

const LF = 0x0a;
const DOT = 0x2e;
const NOTHING: Buffer = Buffer.alloc(0);

/** Writes responses into the transcript: the status line, the first lines of a listing, the rest folded. */
export class ResponseTranscript {
  readonly #log: TranscriptLog;
  #eolOctets = 2;
  #statusOctets = 0;
  #isAtLineStart = true;
  #shownOctets = 0;
  #shownLines = 0;
  #partial: Buffer = NOTHING;

  constructor(log: TranscriptLog) {
    this.#log = log;
  }

  /** @param octets of the line without its ending @param status its text, as it may be shown */
  statusLine(exchange: Exchange, octets: number, status: string, ending: LineEnding): void {
    this.#eolOctets = ending === "crlf" ? 2 : 1;
    this.#statusOctets = octets + this.#eolOctets;
    this.#isAtLineStart = true;
    this.#shownOctets = 0;
    this.#shownLines = 0;
    this.#partial = NOTHING;
    if (isFolded(exchange)) return;
    this.#entry(exchange, status, this.#statusOctets);
  }

  /** @param octets of the line without its ending @param line as it may be shown */
  unasked(octets: number, line: string, ending: LineEnding): void {
    this.#log.append({ direction: "S", line, octets: octets + (ending === "crlf" ? 2 : 1) });
  }

  body(exchange: Exchange, octets: Buffer): void {
    if (isFolded(exchange)) return;
    const limit = shownLines(exchange);
    if (this.#shownLines >= limit) return;
    let rest = this.#partial.length === 0 ? octets : Buffer.concat([this.#partial, octets]);
    while (this.#shownLines < limit) {
      const lf = rest.indexOf(LF);
      if (lf === -1 && rest.length < MAX_LINE_OCTETS) break;
      const end = lf === -1 ? rest.length : lf + 1;
      const line = decodeText(rest.subarray(0, Math.min(end, MAX_LINE_OCTETS))).trimEnd();
      // RFC 1939 §3: on the wire a line that begins with a dot had one more.
      const wireOctets = end + (this.#isAtLineStart && rest[0] === DOT ? 1 : 0);
      this.#entry(exchange, line, wireOctets);
      this.#shownOctets += wireOctets;
      this.#isAtLineStart = lf !== -1;
      this.#shownLines += 1;
      rest = rest.subarray(end);
    }
    this.#partial = Buffer.from(rest.subarray(0, MAX_LINE_OCTETS));
  }

  end(exchange: Exchange, wireOctets: number): void {
    if (isFolded(exchange)) return this.#fold(exchange, wireOctets);
    if (exchange.command?.multiLine !== true || exchange.status?.status !== "ok") return;
    const terminatorOctets = 1 + this.#eolOctets;
    const folded = wireOctets - this.#statusOctets - this.#shownOctets - terminatorOctets;
    if (folded > 0) this.#entry(exchange, "", folded, true);
    this.#entry(exchange, ".", terminatorOctets);
  }

  #fold({ command, options }: Exchange, octets: number): void {
    this.#log.fold({ direction: "S", octets, verb: command?.verb, causeId: options.causeId });
  }

  #entry({ command, options }: Exchange, line: string, octets: number, isFolded = false): void {
    this.#log.append({
      direction: "S",
      line,
      octets,
      folded: isFolded,
      verb: command?.verb,
      causeId: options.causeId,
    });
  }
}

/** What nobody waits for is told with others like it; a refusal is told whole. */
function isFolded({ options, status }: Exchange): boolean {
  return options.mayWait === true && status?.status === "ok";
}

function shownLines({ command, options }: Exchange): number {
  if (options.shownLines !== undefined) return options.shownLines;
  switch (command?.verb) {
    case "RETR":
    case "TOP":
      return 0;
    case "LIST":
    case "UIDL":
      return LISTING_SHOWN_LINES;
    default:
      return DEFAULT_SHOWN_LINES;
  }
}
