import { Readable } from "node:stream";
import { makeZip } from "client-zip";
import { attachmentName } from "./attachment-name.ts";
import { parseDateField } from "../header/date-field.ts";
import { MimeWalker } from "../mime/mime-walker.ts";
import { PartReader } from "./part-reader.ts";
import type { ReadableMessage } from "../store/stored-message.ts";

/** ZIP knows no earlier time; it stands for "the message does not say". */
const FIRST_ZIP_TIME = Date.UTC(1980, 0, 2);
/** Nor a later one. */
const LAST_ZIP_TIME = Date.UTC(2107, 0, 1);

/**
 * All attachments of a message in one zip, stored as they are, while the message is walked through once.
 * Each has a name of its own, also for file systems that do not tell capitals.
 */
export function attachmentsZip(raw: ReadableMessage, signal?: AbortSignal): Readable {
  const source = raw.read();
  const stream = Readable.from(unwrapped(makeZip(entries(source, signal))), { objectMode: false });
  stream.once("close", () => source.destroy());
  return stream;
}

async function* unwrapped(zip: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* zip;
}

type Piece = { kind: "begin"; filename: string } | { kind: "octets"; octets: Buffer } | { kind: "end" };

interface Entry {
  readonly name: string;
  readonly lastModified: Date;
  readonly input: AsyncGenerator<Buffer>;
}

async function* entries(source: Readable, signal: AbortSignal | undefined): AsyncGenerator<Entry> {
  const names = new Names();
  const reading = new Pieces(source, signal);
  for (let piece = await reading.next(); piece !== undefined; piece = await reading.next()) {
    if (piece.kind !== "begin") continue;
    yield { name: names.unique(piece.filename), lastModified: reading.date, input: reading.octets() };
  }
}

/** What one chunk of the message gives is all that is held. */
class Pieces {
  date = new Date(FIRST_ZIP_TIME);
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #signal: AbortSignal | undefined;
  readonly #walker: MimeWalker;
  #ready: Piece[] = [];
  #isOver = false;

  constructor(source: Readable, signal: AbortSignal | undefined) {
    this.#chunks = source[Symbol.asyncIterator]();
    this.#signal = signal;
    const reader = new PartReader({
      header: (fields) => {
        const written = fields.find(({ name }) => name.toLowerCase() === "date")?.raw ?? "";
        const date = parseDateField(written) ?? FIRST_ZIP_TIME;
        this.date = new Date(Math.min(Math.max(date, FIRST_ZIP_TIME), LAST_ZIP_TIME));
      },
      attachment: (number, { filename, contentType }) => {
        this.#ready.push({ kind: "begin", filename: attachmentName(filename, contentType, number) });
        return {
          // Copied: the walker lends its octets.
          write: (octets) => void this.#ready.push({ kind: "octets", octets: Buffer.from(octets) }),
          end: () => void this.#ready.push({ kind: "end" }),
        };
      },
    });
    this.#walker = new MimeWalker(reader);
  }

  async next(): Promise<Piece | undefined> {
    for (;;) {
      const piece = this.#ready.shift();
      if (piece !== undefined || this.#isOver) return piece;
      this.#signal?.throwIfAborted();
      const { done, value } = await this.#chunks.next();
      this.#isOver = done === true;
      if (done === true) this.#walker.end();
      else this.#walker.write(value);
    }
  }

  /** Of the attachment that has begun. */
  async *octets(): AsyncGenerator<Buffer> {
    for (let piece = await this.next(); piece?.kind === "octets"; piece = await this.next())
      yield piece.octets;
  }
}

/** "a.txt", "a (2).txt" …; a name that a sender wrote twice would overwrite a file. */
class Names {
  readonly #taken = new Set<string>();

  unique(wanted: string): string {
    const dot = wanted.lastIndexOf(".");
    const [stem, extension] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ""];
    let name = wanted;
    for (let count = 2; this.#taken.has(folded(name)); count += 1) name = `${stem} (${count})${extension}`;
    this.#taken.add(folded(name));
    return name;
  }
}

function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
