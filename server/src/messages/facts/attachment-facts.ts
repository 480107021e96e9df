import type { CalendarCard, EmbeddedMessage, Protection, Report } from "@popgate/shared/api/recognized-parts";
import { decodeText } from "../charset/decode-text.ts";
import { GrowingBuffer } from "../growing-buffer.ts";
import { parseHeaderRow } from "../header/header-row.ts";
import { readCalendar } from "./calendar-card.ts";
import { inlineProtectionOf, protectionOf, type TypedPart } from "./protection.ts";
import { readDeliveryStatus, readDisposition } from "./status-report.ts";

/** Invitations have some kilobytes; the longest calendars are exports, which nobody reads as a card. */
const MAX_CALENDAR_OCTETS = 256 * 1024;
/** A report, or a header: what is longer says nothing more to a person. */
const MAX_FACT_OCTETS = 64 * 1024;

interface FactPart extends TypedPart {
  readonly charset: string | undefined;
}

type Reader = (octets: Buffer, name: string, part: FactPart) => void;

/** Gathers what attachments tell beyond their name and size. Each is read as far as its limit, then let go. */
export class AttachmentFacts {
  readonly embedded = new Map<string, EmbeddedMessage>();
  readonly #onNotice: (text: string) => void;
  readonly #protection = new Map<string, Protection>();
  #calendar: CalendarCard | null = null;
  #report: { kind: Report["kind"]; recipients: Report["recipients"] } | undefined;
  #originalSubject: string | null = null;

  constructor(onNotice: (text: string) => void) {
    this.#onNotice = onNotice;
  }

  get calendar(): CalendarCard | null {
    return this.#calendar;
  }

  get protection(): Protection[] {
    return [...this.#protection.values()];
  }

  get report(): Report | null {
    return this.#report === undefined ? null : { ...this.#report, originalSubject: this.#originalSubject };
  }

  /** Any part, multiparts too. */
  seePart(part: TypedPart): void {
    this.#protect(protectionOf(part));
  }

  seeText(text: string): void {
    this.#protect(inlineProtectionOf(text));
  }

  /** A sink for an attachment that tells something; undefined for all others. */
  sink(name: string, part: FactPart): FactSink | undefined {
    const reader = this.#readers.get(part.contentType);
    if (reader === undefined) return undefined;
    const limit = reader === this.#readCalendar ? MAX_CALENDAR_OCTETS : MAX_FACT_OCTETS;
    return new FactSink(limit, (octets) => reader(octets, name, part));
  }

  readonly #readCalendar: Reader = (octets, name, part) => {
    const facts = readCalendar(decodeText(octets, part.charset ?? "utf-8").text);
    if (facts === undefined) this.#onNotice("a calendar could not be read: it can be saved");
    else this.#calendar ??= { part: name, ...facts };
  };

  readonly #readMessage: Reader = (octets, name) => {
    const { subject, from, date } = parseHeaderRow(octets);
    this.embedded.set(name, { subject, from, date });
    this.#originalSubject ??= subject;
  };

  readonly #readers = new Map<string, Reader>([
    ["text/calendar", this.#readCalendar],
    ["application/ics", this.#readCalendar],
    ["message/rfc822", this.#readMessage],
    ["message/global", this.#readMessage],
    ["text/rfc822-headers", (octets) => void (this.#originalSubject ??= parseHeaderRow(octets).subject)],
    ["message/delivery-status", (octets) => this.#reported("delivery", readDeliveryStatus(octets))],
    ["message/global-delivery-status", (octets) => this.#reported("delivery", readDeliveryStatus(octets))],
    ["message/disposition-notification", (octets) => this.#reported("read", readDisposition(octets))],
    ["message/partial", () => this.#onNotice("this is one piece of a message that was sent in several")],
  ]);

  #reported(kind: Report["kind"], recipients: Report["recipients"]): void {
    this.#report ??= { kind, recipients };
  }

  #protect(found: Protection | undefined): void {
    if (found !== undefined) this.#protection.set(`${found.kind} ${found.standard}`, found);
  }
}

/** Keeps the beginning of a part. */
class FactSink {
  readonly #limit: number;
  readonly #kept = new GrowingBuffer();
  readonly #onEnd: (octets: Buffer) => void;

  constructor(limit: number, onEnd: (octets: Buffer) => void) {
    this.#limit = limit;
    this.#onEnd = onEnd;
  }

  write(bytes: Buffer): void {
    this.#kept.append(bytes.subarray(0, Math.max(0, this.#limit - this.#kept.octets)));
  }

  end(): void {
    this.#onEnd(this.#kept.take());
  }
}
