import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { attachmentName, isMessage } from "./attachment-name.ts";
import { MimeWalker, type PartSink } from "../mime/mime-walker.ts";
import type { MimePart } from "../mime/part-header.ts";
import { leafNumber } from "./leaf-name.ts";
import { PartReader } from "./part-reader.ts";
import { servedType } from "./served-type.ts";
import { sliced } from "./sliced-stream.ts";
import { clampRange, type OctetRange, type StoredMessage } from "../store/stored-message.ts";

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

/** Forwards of forwards; each level is one more walk through the message. */
const MAX_LEVELS = 8;

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
  const dot = part.lastIndexOf(".");
  const around = dot === -1 ? raw : await openEmbedded(raw, part.slice(0, dot), signal);
  return around === undefined ? undefined : openOwnPart(around, part.slice(dot + 1), signal);
}

/** Of the message itself, by a name without dots. */
async function openOwnPart(
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
    declaredType: found.contentType,
    charset: found.charset,
    isMessage: isMessage(found.contentType),
    stream,
  };
}

/**
 * A message within the message, to be read as one of its own. Its octets stay where they are: each reader
 * walks through the message around it.
 *
 * @returns undefined if there is no such part, or it is no message
 */
export async function openEmbedded(
  raw: StoredMessage,
  part: string,
  signal?: AbortSignal,
): Promise<StoredMessage | undefined> {
  const names = part.split(".");
  if (names.length > MAX_LEVELS) return undefined;
  let message = raw;
  for (const name of names) {
    const opened = await openOwnPart(message, name, signal);
    if (opened?.isMessage !== true) {
      opened?.stream.destroy();
      return undefined;
    }
    let octets = 0;
    for await (const chunk of opened.stream) octets += chunk.length;
    message = new EmbeddedMessageOctets(message, name, octets);
  }
  return message;
}

class EmbeddedMessageOctets implements StoredMessage {
  readonly octets: number;
  readonly #around: StoredMessage;
  readonly #part: string;

  constructor(around: StoredMessage, part: string, octets: number) {
    this.#around = around;
    this.#part = part;
    this.octets = octets;
  }

  /** It stands for the part of just this message. */
  get sha256(): string {
    return createHash("sha256").update(`${this.#around.sha256} ${this.#part}`).digest("hex");
  }

  read(range?: OctetRange): Readable {
    const whole = Readable.from(octetsOf(this.#around, this.#part), { objectMode: false });
    return sliced(whole, clampRange(this.octets, range));
  }
}

async function* octetsOf(raw: StoredMessage, part: string): AsyncGenerator<Buffer> {
  yield* (await openOwnPart(raw, part))?.stream ?? [];
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
    this.#source = raw.read();
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
