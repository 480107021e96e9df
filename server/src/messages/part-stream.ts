import { Readable } from "node:stream";
import { attachmentName } from "./attachment-name.ts";
import { MimeWalker } from "./mime/mime-walker.ts";
import type { MimePart } from "./mime/part-header.ts";
import { PartSorter } from "./mime/part-sorter.ts";
import { servedType } from "./served-type.ts";
import type { StoredMessage } from "./store/stored-message.ts";

export interface OpenedPart {
  /** Cleaned: fit for Content-Disposition and a file system. */
  readonly filename: string;
  /** From a fixed list, not the sender's word. */
  readonly contentType: string;
  /** The part's octets, transfer encoding undone. It pulls: nothing is read that nobody takes. */
  readonly stream: Readable;
}

/**
 * Opens one attachment by its name in `Message.attachments`.
 *
 * @returns undefined if the message has no such part
 * @throws MessageError where the stored octets cannot be read; the signal's reason, also on the stream
 */
export async function openPart(
  raw: StoredMessage,
  part: string,
  signal?: AbortSignal,
): Promise<OpenedPart | undefined> {
  const reading = new PartReading(raw, part, signal);
  const found = await reading.find();
  if (found === undefined) return undefined;
  const stream = Readable.from(reading.rest(), { objectMode: false });
  // Also where nobody ever read from it.
  stream.once("close", () => reading.close());
  return {
    filename: attachmentName(found.filename, found.contentType, part),
    contentType: servedType(found.contentType),
    stream,
  };
}

/** Walks through the message until the part ends. What one chunk of the message gives is all that is held. */
class PartReading {
  readonly #source: Readable;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #signal: AbortSignal | undefined;
  readonly #walker: MimeWalker;
  #found: MimePart | undefined;
  #ready: Buffer[] = [];
  #isOver = false;

  constructor(raw: StoredMessage, name: string, signal: AbortSignal | undefined) {
    const sorter = new PartSorter();
    this.#source = raw.read();
    this.#chunks = this.#source[Symbol.asyncIterator]();
    this.#signal = signal;
    this.#walker = new MimeWalker({
      header: () => {},
      notice: () => {},
      part: (part) => {
        const purpose = sorter.sort(part);
        if (purpose.kind !== "attachment" || purpose.part !== name) return undefined;
        this.#found = part;
        return {
          // Copied: the walker lends its octets.
          write: (bytes) => void this.#ready.push(Buffer.from(bytes)),
          end: () => void (this.#isOver = true),
        };
      },
    });
  }

  async find(): Promise<MimePart | undefined> {
    try {
      while (this.#found === undefined && !this.#isOver) await this.#step();
      return this.#found;
    } finally {
      if (this.#found === undefined) this.close();
    }
  }

  async *rest(): AsyncGenerator<Buffer> {
    for (;;) {
      const ready = this.#ready;
      this.#ready = [];
      yield* ready;
      if (this.#isOver) return;
      await this.#step();
    }
  }

  close(): void {
    this.#source.destroy();
  }

  async #step(): Promise<void> {
    this.#signal?.throwIfAborted();
    const { done, value } = await this.#chunks.next();
    if (done === true) {
      this.#walker.end();
      this.#isOver = true;
    } else {
      this.#walker.write(value);
    }
  }
}
