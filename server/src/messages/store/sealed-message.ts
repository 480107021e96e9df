import { open } from "node:fs/promises";
import { rmSync } from "node:fs";
import { Readable } from "node:stream";
import { MessageError } from "../message-error.ts";
import { CHUNK_OCTETS, openChunk, SEALED_CHUNK_OCTETS } from "./sealed-chunk.ts";
import { clampRange, type OctetRange, type StoredMessage } from "./stored-message.ts";

/** A message in a temporary file, sealed with a key that exists only in this object. */
export class SealedMessage implements StoredMessage {
  readonly octets: number;
  readonly sha256: string;
  readonly #path: string;
  readonly #key: Buffer;

  constructor(path: string, key: Buffer, facts: { readonly octets: number; readonly sha256: string }) {
    this.#path = path;
    this.#key = key;
    this.octets = facts.octets;
    this.sha256 = facts.sha256;
  }

  read(range?: OctetRange): Readable {
    return Readable.from(this.#chunks(clampRange(this.octets, range)), { objectMode: false });
  }

  /** Removes the file. Readers that have opened it go on to the end. */
  remove(): void {
    try {
      rmSync(this.#path, { force: true });
    } catch {
      // Nobody can read it once its key is gone; the next start removes it.
    }
  }

  async *#chunks({ start, end }: OctetRange): AsyncGenerator<Buffer> {
    if (start === end) return;
    const last = lastChunk(this.octets);
    const file = await openForReading(this.#path);
    const sealed = Buffer.allocUnsafe(SEALED_CHUNK_OCTETS);
    try {
      for (let number = Math.floor(start / CHUNK_OCTETS); number * CHUNK_OCTETS < end; number += 1) {
        const at = number * CHUNK_OCTETS;
        const { bytesRead } = await file.read(sealed, 0, sealed.length, number * SEALED_CHUNK_OCTETS);
        const plain = openChunk(this.#key, number, number === last, sealed.subarray(0, bytesRead));
        yield plain.subarray(Math.max(0, start - at), Math.min(plain.length, end - at));
      }
    } finally {
      await file.close();
    }
  }
}

function lastChunk(octets: number): number {
  return Math.max(0, Math.ceil(octets / CHUNK_OCTETS) - 1);
}

async function openForReading(path: string) {
  try {
    return await open(path, "r");
  } catch (cause) {
    const isGone = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw isGone
      ? new MessageError("forgotten", "the message left the cache before it was read", { cause })
      : new MessageError("cache-disk", "the temporary file of a message could not be opened", { cause });
  }
}
