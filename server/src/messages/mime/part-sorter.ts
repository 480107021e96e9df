import type { MimePart } from "./part-header.ts";

export type PartPurpose = { kind: "text" } | { kind: "html" } | { kind: "attachment"; part: string };

/** Files inside texts count too, and a text may hold any number: as many as the walker takes parts. */
const MAX_ATTACHMENTS = 2000;

/**
 * Tells bodies from attachments. The view and the download both ask it, in the message's order: so the
 * name of an attachment ("1", "2" …) means the same part in both.
 */
export class PartSorter {
  #attachments = 0;
  #hasBody = false;

  sort(part: MimePart): PartPurpose {
    const kind = this.#bodyKind(part);
    if (kind === undefined) {
      this.#attachments += 1;
      return { kind: "attachment", part: String(this.#attachments) };
    }
    this.#hasBody = true;
    return { kind };
  }

  /** The name of the next attachment that is no part of its own; undefined if there are too many. */
  next(): string | undefined {
    if (this.#attachments >= MAX_ATTACHMENTS) return undefined;
    this.#attachments += 1;
    return String(this.#attachments);
  }

  #bodyKind({ contentType, disposition, filename, isAlternative }: MimePart): "text" | "html" | undefined {
    if (disposition === "attachment") return undefined;
    // A text with a name is a file, unless it is all the text there is: some mailers name the body.
    if (filename !== undefined && this.#hasBody && !isAlternative) return undefined;
    if (contentType === "text/plain") return "text";
    return contentType === "text/html" ? "html" : undefined;
  }
}
