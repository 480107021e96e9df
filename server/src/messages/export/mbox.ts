import type { HeaderRow } from "../header/header-columns.ts";
import type { ExportedMessage } from "./message-export.ts";

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x3e;
const FROM = Buffer.from("From ");
/** A quoted line has six octets for five. */
const GROWTH = 6 / 5;
/** What an earlier chunk has left undecided. */
const HELD_OCTETS = 8;

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Messages as one mbox file (RFC 4155). */
export async function* mboxFile(messages: AsyncIterable<ExportedMessage>): AsyncGenerator<Buffer> {
  for await (const { header, content } of messages) {
    yield Buffer.from(fromLine(header));
    const lines = new MboxLines();
    for await (const chunk of content) {
      const octets = lines.write(chunk);
      if (octets.length > 0) yield octets;
    }
    yield lines.end();
  }
}

/**
 * The line that begins a message in an mbox (RFC 4155, appendix A): an address, and a date as `asctime`
 * writes it, in UTC. Whoever does not say where it comes from is written as mail servers write themselves.
 */
export function fromLine({ from, date }: HeaderRow): string {
  const sender = (from?.address ?? "").replace(/[^\x21-\x7e]/g, "");
  const at = new Date(date ?? 0);
  const day = `${WEEKDAYS[at.getUTCDay()]} ${MONTHS[at.getUTCMonth()]} ${String(at.getUTCDate()).padStart(2)}`;
  const time = at.toISOString().slice(-13, -5);
  return `From ${sender === "" ? "MAILER-DAEMON" : sender} ${day} ${time} ${at.getUTCFullYear()}\n`;
}

/**
 * A message's octets as they stand in an mbox: line ends are LF, and each line that begins with "From ",
 * behind any number of ">", gets one ">" more (mboxrd), so that taking one away gives back the message.
 */
export class MboxLines {
  #isAtStart = true;
  /** How much of "From " this line has begun with, held back until it is decided. */
  #matched = 0;
  #hasHeldReturn = false;
  #endsLine = true;

  write(chunk: Buffer): Buffer {
    const out = Buffer.allocUnsafe(Math.ceil(chunk.length * GROWTH) + HELD_OCTETS);
    let at = 0;
    for (const octet of chunk) {
      if (this.#hasHeldReturn) {
        this.#hasHeldReturn = false;
        if (octet !== LF) out[at++] = CR;
      }
      if (this.#isAtStart) {
        if (octet === QUOTE && this.#matched === 0) {
          out[at++] = octet;
          continue;
        }
        if (octet === FROM[this.#matched]) {
          this.#matched += 1;
          if (this.#matched < FROM.length) continue;
          out[at++] = QUOTE;
          at += FROM.copy(out, at);
          this.#leaveStart();
          continue;
        }
        at += FROM.copy(out, at, 0, this.#matched);
        this.#leaveStart();
      }
      if (octet === CR) {
        this.#hasHeldReturn = true;
        continue;
      }
      out[at++] = octet;
      this.#isAtStart = octet === LF;
    }
    if (at > 0) this.#endsLine = out[at - 1] === LF;
    return out.subarray(0, at);
  }

  /** What was held back, the last line's end, and the empty line that every message ends with. */
  end(): Buffer {
    const held = [...FROM.subarray(0, this.#matched), ...(this.#hasHeldReturn ? [CR] : [])];
    const isOpen = held.length > 0 || !this.#endsLine;
    return Buffer.from([...held, ...(isOpen ? [LF] : []), LF]);
  }

  #leaveStart(): void {
    this.#isAtStart = false;
    this.#matched = 0;
  }
}
