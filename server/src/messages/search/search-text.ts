import { decodeText } from "../charset/decode-text.ts";
import { decodeField, type HeaderField } from "../header/header-fields.ts";
import { BodyCollector, OctetBudget } from "../mime/body-collector.ts";
import { MimeWalker, type PartSink } from "../mime/mime-walker.ts";
import type { MimePart } from "../mime/part-header.ts";
import { PartReader, type PartConsumer } from "../parts/part-reader.ts";
import { htmlWords } from "./html-words.ts";

/** Of all texts of a message; as much of its HTML. What stands behind is not searched. */
const MAX_OCTETS = 1024 * 1024;

/** Gathers the words of one message as its octets arrive: subject and texts, no attachments. */
export class SearchText implements PartConsumer {
  readonly #walker = new MimeWalker(new PartReader(this));
  readonly #budgets = { text: new OctetBudget(MAX_OCTETS), html: new OctetBudget(MAX_OCTETS) };
  readonly #texts: string[] = [];

  write(octets: Buffer): void {
    this.#walker.write(octets);
  }

  /** @returns all words, each text on lines of its own */
  end(): string {
    this.#walker.end();
    return this.#texts.join("\n");
  }

  header(fields: readonly HeaderField[]): void {
    const subject = fields.find(({ name }) => name.toLowerCase() === "subject");
    if (subject !== undefined) this.#texts.push(decodeField(subject.raw));
  }

  body(kind: "text" | "html", part: MimePart): PartSink {
    return new BodyCollector(this.#budgets[kind], (octets) => {
      const { text } = decodeText(octets, part.charset);
      this.#texts.push(kind === "html" ? htmlWords(text) : text);
    });
  }

  attachment(): undefined {
    return undefined;
  }
}
