import type { Structure, StructurePart } from "@popgate/shared/api/structure";
import { attachmentName } from "./attachment-name.ts";
import { isMessage } from "./attachment-types.ts";
import { leafName } from "./leaf-name.ts";
import { MimeWalker, type MimeHandler, type PartSink, type PartStart } from "../mime/mime-walker.ts";
import type { MimePart } from "../mime/part-header.ts";
import type { ReadableMessage } from "../store/stored-message.ts";

/** The walker ends at a thousand parts, but counts no multipart; each costs a row on screen. */
export const MAX_ROWS = 1500;
const MAX_NOTICES = 20;
const MAX_CHARACTERS = 200;

export interface StructureOptions {
  /** The part that this message is, where it stands within another one. */
  readonly within?: string | undefined;
}

/**
 * What a message is made of, part by part in its order, with the octets where each stands.
 *
 * @throws MessageError where the stored octets cannot be read
 */
export async function readStructure(raw: ReadableMessage, options: StructureOptions): Promise<Structure> {
  const reading = new StructureReading(options.within);
  const walker = new MimeWalker(reading);
  for await (const chunk of raw.read()) walker.write(chunk);
  walker.end();
  return reading.result();
}

type Row = { -readonly [Name in keyof StructurePart]: StructurePart[Name] };

class StructureReading implements MimeHandler {
  readonly #prefix: string;
  readonly #rows: Row[] = [];
  /** Rows whose end is not known yet, by their depth. */
  readonly #open: Row[] = [];
  readonly #notices = new Set<string>();
  #leaves = 0;
  #isCut = false;

  constructor(within: string | undefined) {
    this.#prefix = within === undefined ? "" : `${within}.`;
  }

  header(): void {}

  notice(text: string): void {
    if (this.#notices.size < MAX_NOTICES) this.#notices.add(text);
  }

  multipart(part: MimePart, start: PartStart): void {
    this.#add(part, start, { boundary: (part.boundary ?? "").slice(0, MAX_CHARACTERS) });
  }

  part(part: MimePart, start: PartStart): PartSink | undefined {
    const { contentType, filename } = part;
    const name = leafName((this.#leaves += 1));
    const row = this.#add(part, start, {
      part: this.#prefix + name,
      filename: filename === undefined ? null : attachmentName(filename, contentType, name),
      isMessage: isMessage(contentType),
      content: 0,
    });
    if (row === undefined) return undefined;
    let content = 0;
    return {
      write: (bytes) => void (content += bytes.length),
      end: () => void (row.content = content),
    };
  }

  ended(depth: number, octet: number): void {
    for (const row of this.#open.splice(depth)) row.end = octet;
  }

  result(): Structure {
    return { parts: this.#rows, isCut: this.#isCut, notices: [...this.#notices] };
  }

  #add(part: MimePart, { header, body, depth }: PartStart, own: Partial<Row>): Row | undefined {
    if (this.#rows.length >= MAX_ROWS) {
      this.#isCut = true;
      return undefined;
    }
    const { contentType, charset, declaredEncoding, disposition, contentId } = part;
    const row: Row = {
      depth,
      contentType,
      charset: charset?.slice(0, MAX_CHARACTERS) ?? null,
      encoding: declaredEncoding,
      disposition: disposition ?? null,
      contentId: contentId?.slice(0, MAX_CHARACTERS) ?? null,
      filename: null,
      boundary: null,
      part: null,
      isMessage: false,
      header,
      body,
      end: body,
      content: null,
      ...own,
    };
    this.#rows.push(row);
    // One part is open at each depth.
    this.#open.length = depth;
    this.#open[depth] = row;
    return row;
  }
}
