import type { Address } from "@popgate/shared/api/address";
import type { Attachment, Message } from "@popgate/shared/api/message";
import { attachmentName } from "./parts/attachment-name.ts";
import { AttachmentFacts } from "./facts/attachment-facts.ts";
import { GrowingBuffer } from "./growing-buffer.ts";
import { decodeField, type HeaderField } from "./header/header-fields.ts";
import { parseAddressList } from "./header/address-list.ts";
import { parseDateField } from "./header/date-field.ts";
import { inspectHtml, type InspectedHtml } from "./html/inspect-html.ts";
import { MessageBody } from "./message-body.ts";
import { MimeWalker, type PartSink } from "./mime/mime-walker.ts";
import type { MimePart } from "./mime/part-header.ts";
import { HEAD_OCTETS, previewOf } from "./parts/attachment-types.ts";
import { PartReader, type PartConsumer } from "./parts/part-reader.ts";
import { choosePictures } from "./picture-limits.ts";
import type { ReadableMessage } from "./store/stored-message.ts";
import { readTrust } from "./trust/message-trust.ts";

/** A message as the API shows it, and the HTML that must not leave us uncleaned. */
export interface ParsedMessage extends Message {
  /** For `htmlDocument` only. */
  readonly html: InspectedHtml | null;
}

export interface ReadOptions {
  readonly uid: string;
  /** The part that this message is, where it stands within another one: its own parts are named "1.1", "1.2" … */
  readonly within?: string | undefined;
  readonly signal?: AbortSignal;
}

/** Rows in the header tab; mail that went round in circles has some hundred. */
const MAX_FIELDS = 1000;
const MAX_ADDRESSES = 1000;
const MAX_NOTICES = 20;
const MAX_MISLEADING_LINKS = 20;
/** RFC 5322 §3.6: once at most. Programs disagree about which of two counts, so a second one may deceive. */
const SINGLE_FIELDS = new Set(["from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id"]);

/**
 * Reads a message for a person: header, texts and the list of attachments, whose octets are counted and
 * not held. Broken mail is read as far as it goes, with a notice.
 *
 * @throws MessageError where the stored octets cannot be read; the signal's reason
 */
export async function readMessage(raw: ReadableMessage, options: ReadOptions): Promise<ParsedMessage> {
  const reading = new MessageReading(options.within);
  const walker = new MimeWalker(new PartReader(reading));
  for await (const chunk of raw.read()) {
    options.signal?.throwIfAborted();
    walker.write(chunk);
  }
  walker.end();
  return reading.result(options.uid, raw.octets);
}

class MessageReading implements PartConsumer {
  readonly #prefix: string;
  readonly #notices = new Set<string>();
  readonly #attachments: Attachment[] = [];
  readonly #body = new MessageBody((text) => this.notice(text));
  readonly #facts = new AttachmentFacts((text) => this.notice(text));
  #fields: readonly HeaderField[] = [];

  constructor(within: string | undefined) {
    this.#prefix = within === undefined ? "" : `${within}.`;
  }

  header(fields: readonly HeaderField[]): void {
    this.#fields = fields;
  }

  notice(text: string): void {
    if (this.#notices.size < MAX_NOTICES) this.#notices.add(text);
  }

  multipart(part: MimePart): void {
    this.#facts.seePart(part);
  }

  body(kind: "text" | "html", part: MimePart): PartSink {
    return this.#body.sink(kind, part);
  }

  attachment(number: string, part: MimePart): PartSink {
    this.#facts.seePart(part);
    const name = this.#prefix + number;
    const { contentType, contentId, filename } = part;
    const attachment: Attachment = {
      part: name,
      filename: attachmentName(filename, contentType, number),
      contentType,
      octets: 0,
      contentId: contentId ?? null,
      inline: false,
      message: null,
      preview: null,
    };
    this.#attachments.push(attachment);
    const facts = this.#facts.sink(name, part);
    const head = new GrowingBuffer();
    return {
      write: (bytes) => {
        attachment.octets += bytes.length;
        head.append(bytes.subarray(0, Math.max(0, HEAD_OCTETS - head.octets)));
        facts?.write(bytes);
      },
      end: () => {
        attachment.preview = previewOf(contentType, head.take()) ?? null;
        facts?.end();
      },
    };
  }

  result(uid: string, octets: number): ParsedMessage {
    const { text, isTextCut, html } = this.#body.join();
    this.#facts.seeText(text ?? "");
    const date = parseDateField(this.#first("date"));
    if (date === null) this.notice("no valid date");
    this.#noticeDuplicates();
    const attachments = this.#attachments.map((each) => ({
      ...each,
      inline: isShownIn(html, each),
      message: this.#facts.embedded.get(each.part) ?? null,
    }));
    const pictures = attachments.filter(({ inline }) => inline);
    if (choosePictures(pictures).length < pictures.length) {
      this.notice("some pictures are too large to be shown in the text: they can be saved");
    }
    const inspected = html === null ? null : inspectHtml(html);
    if (inspected?.isCut === true) {
      this.notice("it has too many elements or pictures and is shown in part: open its text or its source");
    }
    const misleadingLinks = [...(inspected?.misleadingLinks.values() ?? [])];
    return {
      uid,
      octets,
      headers: this.#fields.slice(0, MAX_FIELDS).map(({ name, raw }) => ({ name, value: decodeField(raw) })),
      subject: decodeField(this.#first("subject")),
      from: this.#addresses("from")[0] ?? null,
      to: this.#addresses("to"),
      cc: this.#addresses("cc"),
      replyTo: this.#addresses("reply-to"),
      date,
      text,
      textTruncated: isTextCut,
      hasHtml: html !== null,
      remoteImages: inspected?.remoteImages ?? 0,
      attachments,
      calendar: this.#facts.calendar,
      report: this.#facts.report,
      protection: this.#facts.protection,
      trust: {
        ...readTrust(this.#fields),
        misleadingLinks: {
          count: misleadingLinks.length,
          links: misleadingLinks.slice(0, MAX_MISLEADING_LINKS),
        },
      },
      notices: [...this.#notices],
      html: inspected,
    };
  }

  #first(name: string): string {
    return this.#fields.find((field) => field.name.toLowerCase() === name)?.raw ?? "";
  }

  #addresses(name: string): Address[] {
    return parseAddressList(this.#first(name), MAX_ADDRESSES);
  }

  #noticeDuplicates(): void {
    const seen = new Set<string>();
    for (const { name } of this.#fields) {
      const key = name.toLowerCase();
      if (SINGLE_FIELDS.has(key) && seen.has(key)) this.notice(`more than one ${name}: the first one counts`);
      seen.add(key);
    }
  }
}

function isShownIn(html: string | null, { contentId }: Attachment): boolean {
  if (html === null || contentId === null) return false;
  return html.includes(`cid:${contentId}`) || html.includes(`cid:${encodeURIComponent(contentId)}`);
}
