import { decodeText } from "./charset/decode-text.ts";
import { unflow } from "./flowed-text.ts";
import { htmlToText } from "./html/html-text.ts";
import { BodyCollector, OctetBudget } from "./mime/body-collector.ts";
import type { PartSink } from "./mime/mime-walker.ts";
import type { MimePart } from "./mime/part-header.ts";

/** Some 400 pages. What is longer is read from the source, which is streamed. */
export const MAX_TEXT_OCTETS = 1024 * 1024;
/** Newsletters have 100 kB; cleaning costs 0.25 ms for each kB, in the thread that serves everybody. */
export const MAX_HTML_OCTETS = 1024 * 1024;
/** `<meta charset>` counts where the part's header names none; browsers look no further either. */
const META_OCTETS = 1024;

export interface JoinedBody {
  readonly text: string | null;
  readonly isTextCut: boolean;
  /** As the sender wrote it: hostile until it went through `htmlDocument`. */
  readonly html: string | null;
}

interface Piece {
  readonly kind: "text" | "html";
  readonly isAlternative: boolean;
  readonly content: string;
}

/** Gathers the texts of a message, within limits, and puts them together. */
export class MessageBody {
  readonly #onNotice: (text: string) => void;
  readonly #budgets = { text: new OctetBudget(MAX_TEXT_OCTETS), html: new OctetBudget(MAX_HTML_OCTETS) };
  readonly #pieces: Piece[] = [];

  constructor(onNotice: (text: string) => void) {
    this.#onNotice = onNotice;
  }

  sink(kind: "text" | "html", part: MimePart): PartSink {
    return new BodyCollector(this.#budgets[kind], (bytes, isCut) => {
      const declared = part.charset ?? (kind === "html" ? metaCharset(bytes) : undefined);
      const { text, isKnown } = decodeText(isCut ? withoutHalfCharacter(bytes) : bytes, declared);
      if (!isKnown) this.#onNotice(`unknown charset ${(declared ?? "").slice(0, 40)}: read as a guess`);
      const content = text.replace(/\r\n?/g, "\n").replaceAll("\u0000", "");
      this.#pieces.push({ kind, isAlternative: part.isAlternative, content: flow(content, kind, part) });
    });
  }

  join(): JoinedBody {
    const texts = this.#pieces.filter(({ kind }) => kind === "text");
    const isTextCut = this.#budgets.text.isExceeded;
    const isHtmlCut = this.#budgets.html.isExceeded;
    if (isTextCut) this.#onNotice("the text is long and was cut off");
    if (isHtmlCut) this.#onNotice("the HTML is long and was cut off");
    const html = this.#html();
    if (texts.length > 0) return { text: texts.map(({ content }) => content).join("\n"), isTextCut, html };
    return { text: html === null ? null : htmlToText(html), isTextCut: isHtmlCut, html };
  }

  /** Texts beside the HTML, such as a mailing list's footer, are part of what the sender shows. */
  #html(): string | null {
    if (!this.#pieces.some(({ kind }) => kind === "html")) return null;
    return this.#pieces
      .filter(({ kind, isAlternative }) => kind === "html" || !isAlternative)
      .map(({ kind, content }) => (kind === "html" ? content : asHtml(content)))
      .join("\n");
  }
}

function flow(content: string, kind: "text" | "html", { flowed }: MimePart): string {
  return kind === "text" && flowed !== "no" ? unflow(content, flowed === "deleteSpace") : content;
}

function asHtml(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<div style="white-space: pre-wrap">${escaped}</div>`;
}

function metaCharset(bytes: Buffer): string | undefined {
  const head = bytes.toString("latin1", 0, META_OCTETS);
  return /<meta\b[^>]{0,200}\bcharset\s*=\s*["']?([\w.:-]{2,40})/i.exec(head)?.[1];
}

/** A cut through a UTF-8 sequence would make the whole text look like another charset. */
function withoutHalfCharacter(bytes: Buffer): Buffer {
  let start = bytes.length - 1;
  while (start > 0 && start > bytes.length - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return ((bytes[start] ?? 0) & 0x80) === 0 ? bytes : bytes.subarray(0, start);
}
