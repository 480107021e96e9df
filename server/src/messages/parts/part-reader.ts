import { TextFiles } from "../embedded/text-files.ts";
import { guessLatin1 } from "../charset/decode-text.ts";
import type { HeaderField } from "../header/header-fields.ts";
import type { MimeHandler, PartSink } from "../mime/mime-walker.ts";
import type { MimePart } from "../mime/part-header.ts";
import { PartSorter } from "../mime/part-sorter.ts";
import { typeOfName } from "./attachment-types.ts";

/** Takes what a message is made of. What has no sink is passed over. */
export interface PartConsumer {
  header?(fields: readonly HeaderField[]): void;
  notice?(text: string): void;
  multipart?(part: MimePart): void;
  /** Any part that holds no others, by its number in the message's order from 1. With a sink for it all else is passed over. */
  leaf?(nth: number, part: MimePart): PartSink | undefined;
  body?(kind: "text" | "html", part: MimePart): PartSink | undefined;
  /** `name` is what the part is called in this message's URLs. */
  attachment(name: string, part: MimePart): PartSink | undefined;
}

/**
 * Sorts a message's parts into bodies and attachments, files inside texts included. The view and the
 * downloads both read through it, so the name of an attachment means the same octets in both.
 */
export class PartReader implements MimeHandler {
  readonly #consumer: PartConsumer;
  readonly #sorter = new PartSorter();
  #leaves = 0;

  constructor(consumer: PartConsumer) {
    this.#consumer = consumer;
  }

  header(fields: readonly HeaderField[]): void {
    this.#consumer.header?.(fields);
  }

  notice(text: string): void {
    this.#consumer.notice?.(text);
  }

  multipart(part: MimePart): void {
    this.#consumer.multipart?.(part);
  }

  part(part: MimePart): PartSink | undefined {
    const purpose = this.#sorter.sort(part);
    const leaf = this.#consumer.leaf?.((this.#leaves += 1), part);
    if (leaf !== undefined) return leaf;
    if (purpose.kind === "attachment") return this.#consumer.attachment(purpose.part, part);
    const body = this.#consumer.body?.(purpose.kind, part);
    if (purpose.kind === "html") return body;
    return new TextFiles({
      text: body,
      open: (filename) => this.#file(part, guessLatin1(filename)),
      notice: (text) => this.notice(text),
    });
  }

  #file(text: MimePart, filename: string): PartSink | undefined {
    const name = this.#sorter.next();
    if (name === undefined) return undefined;
    return this.#consumer.attachment(name, {
      ...text,
      contentType: typeOfName(filename),
      disposition: "attachment",
      filename,
      contentId: undefined,
    });
  }
}
