import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { attachmentName } from "./attachment-name.ts";
import { isMessage, servedType } from "./attachment-types.ts";
import { MimeWalker, type PartSink } from "../mime/mime-walker.ts";
import type { MimePart } from "../mime/part-header.ts";
import { leafNumber } from "./leaf-name.ts";
import { PartReader } from "./part-reader.ts";
import type { StoredMessage } from "../store/stored-message.ts";

export interface OpenedPart {
  /** Cleaned: fit for Content-Disposition and a file system. */
  readonly filename: string;
  /** From a fixed list, not the sender's word. */
  readonly contentType: string;
  /** The sender's word, for whoever compares it with the octets. */
  readonly declaredType: string;
  readonly charset: string | undefined;
  /** Whether it is a message of its own. */
  readonly isMessage: boolean;
  /** The part's octets, transfer encoding undone. It pulls: nothing is read that nobody takes. */
  readonly stream: Readable;
}

/** Forwards of forwards; each level is one more walk through the octets of a message. */
export const MAX_LEVELS = 8;

/**
 * Opens one attachment by its name in `Message.attachments`: "2", or "1.2" for one of a message within; or any
 * part by its name in `Structure.parts`: "p2", "1.p2".
 *
 * @returns undefined if the message has no such part
 * @throws MessageError where the stored octets cannot be read; the signal's reason, also on the stream
 */
export async function openPart(
  raw: StoredMessage,
  part: string,
  signal?: AbortSignal,
): Promise<OpenedPart | undefined> {
  const names = part.split(".");
  return names.length - 1 > MAX_LEVELS ? undefined : openPath(raw, names, signal);
}

/** A part by the names of those around it and its own. The messages within are walked through all at once, each as its octets come out of the one around it. */
export async function openPath(
  raw: StoredMessage,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<OpenedPart | undefined> {
  let opened: OpenedPart | undefined;
  for (const name of names) {
    if (opened?.isMessage === false) {
      opened.stream.destroy();
      return undefined;
    }
    opened = await openOwnPart(opened?.stream ?? inTurns(raw), name, signal);
    if (opened === undefined) return undefined;
  }
  return opened;
}

/** A message in memory would be walked through without a pause, however many messages are within. */
function inTurns(raw: StoredMessage): Readable {
  const source = raw.read();
  const stream = Readable.from(pieces(source), { objectMode: false });
  // Also where nobody ever read from it.
  stream.once("close", () => source.destroy());
  return stream;
}

async function* pieces(source: Readable): AsyncGenerator<Buffer> {
  // A stream of octets gives buffers; its type does not say so.
  for await (const chunk of source as AsyncIterable<Buffer>) {
    yield chunk;
    await setImmediate();
  }
}

/** Of the message whose octets these are, by a name without dots. */
async function openOwnPart(
  source: Readable,
  name: string,
  signal: AbortSignal | undefined,
): Promise<OpenedPart | undefined> {
  const reading = new PartReading(source, name, signal);
  const found = await reading.find();
  if (found === undefined) return undefined;
  const stream = Readable.from(reading.rest(), { objectMode: false });
  // Also where nobody ever read from it.
  stream.once("close", () => reading.close());
  return {
    filename: attachmentName(found.filename, found.contentType, name),
    contentType: servedType(found.contentType),
    declaredType: found.contentType,
    charset: found.charset,
    isMessage: isMessage(found.contentType),
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

  constructor(source: Readable, name: string, signal: AbortSignal | undefined) {
    this.#source = source;
    this.#chunks = this.#source[Symbol.asyncIterator]();
    this.#signal = signal;
    const leaf = leafNumber(name);
    const reader = new PartReader({
      leaf: (nth, part) => (nth === leaf ? this.#take(part) : undefined),
      attachment: (each, part) => (each === name ? this.#take(part) : undefined),
    });
    this.#walker = new MimeWalker(reader);
  }

  #take(part: MimePart): PartSink {
    this.#found = part;
    return {
      // Copied: the walker lends its octets.
      write: (bytes) => void this.#ready.push(Buffer.from(bytes)),
      end: () => void (this.#isOver = true),
    };
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
