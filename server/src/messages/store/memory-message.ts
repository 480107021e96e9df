import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { clampRange, type OctetRange, type StoredMessage } from "./stored-message.ts";

/** Readers get the message in slices, so that one of a megabyte is not one write to a socket. */
const SLICE_OCTETS = 64 * 1024;

/** A message that is small enough to stay in memory. */
export class MemoryMessage implements StoredMessage {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get octets(): number {
    return this.#bytes.length;
  }

  /** Made when somebody asks: few messages are ever saved. */
  get sha256(): string {
    return createHash("sha256").update(this.#bytes).digest("hex");
  }

  read(range?: OctetRange): Readable {
    const { start, end } = clampRange(this.#bytes.length, range);
    return Readable.from(slices(this.#bytes.subarray(start, end)), { objectMode: false });
  }
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += SLICE_OCTETS) yield bytes.subarray(at, at + SLICE_OCTETS);
}
