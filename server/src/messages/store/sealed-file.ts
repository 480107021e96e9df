import { createHash, randomBytes } from "node:crypto";
import { open, rm, type FileHandle } from "node:fs/promises";
import { MessageError } from "../message-error.ts";
import { CHUNK_OCTETS, KEY_OCTETS, sealChunk } from "./sealed-chunk.ts";
import { SealedMessage } from "./sealed-message.ts";

/** Sealed octets that may wait for the disk before the network has to; it goes on at half of it. */
const HIGH_WATER_OCTETS = 1024 * 1024;
const LOW_WATER_OCTETS = HIGH_WATER_OCTETS / 2;

/** Seals a message into a temporary file as it arrives. Nothing in clear ever reaches the disk. */
export class SealedFile {
  readonly #path: string;
  readonly #key = randomBytes(KEY_OCTETS);
  readonly #onDrain: () => void;
  readonly #hash = createHash("sha256");
  #plain = Buffer.allocUnsafe(CHUNK_OCTETS);
  #filled = 0;
  #chunks = 0;
  #octets = 0;
  #waiting: Buffer[][] = [];
  #waitingOctets = 0;
  #mustDrain = false;
  #failure: MessageError | undefined;
  #pump: Promise<void> | undefined;
  #file: FileHandle | undefined;

  constructor(path: string, onDrain: () => void) {
    this.#path = path;
    this.#onDrain = onDrain;
  }

  /** @throws MessageError `cache-disk` for an earlier write that failed */
  write(chunk: Buffer): boolean {
    this.#assertSound();
    for (let at = 0; at < chunk.length;) {
      // A full chunk is sealed only when more follows: the last one must be marked as such.
      if (this.#filled === CHUNK_OCTETS) this.#seal(false);
      const copied = chunk.copy(this.#plain, this.#filled, at);
      this.#filled += copied;
      at += copied;
    }
    this.#hash.update(chunk);
    this.#octets += chunk.length;
    this.#mustDrain ||= this.#waitingOctets >= HIGH_WATER_OCTETS;
    return !this.#mustDrain;
  }

  async finish(): Promise<SealedMessage> {
    this.#assertSound();
    this.#seal(true);
    await this.#settle();
    this.#assertSound();
    return new SealedMessage(this.#path, this.#key, {
      octets: this.#octets,
      sha256: this.#hash.digest("hex"),
    });
  }

  async abort(): Promise<void> {
    this.#failure ??= new MessageError("aborted", "the download was given up");
    await this.#settle();
    await rm(this.#path, { force: true });
  }

  #assertSound(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #seal(isFinal: boolean): void {
    const sealed = sealChunk(this.#key, this.#chunks, isFinal, this.#plain.subarray(0, this.#filled));
    this.#chunks += 1;
    this.#filled = 0;
    this.#waiting.push(sealed);
    this.#waitingOctets += octetsOf(sealed);
    if (this.#pump === undefined) this.#startPump();
  }

  #startPump(): void {
    this.#pump = this.#writeOut().then(() => {
      this.#pump = undefined;
      if (this.#waiting.length > 0) this.#startPump();
    });
  }

  async #writeOut(): Promise<void> {
    try {
      // Exclusive: a name that somebody put there first must not be followed.
      this.#file ??= await open(this.#path, "wx", 0o600);
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        if (this.#failure === undefined) await writeAll(this.#file, next);
        this.#waitingOctets -= octetsOf(next);
        if (this.#waitingOctets <= LOW_WATER_OCTETS) this.#drained();
      }
    } catch (cause) {
      this.#failure = new MessageError("cache-disk", "a temporary file could not be written", { cause });
      this.#waiting = [];
      // Whoever waits learns of the failure with the next write.
      this.#drained();
    }
  }

  #drained(): void {
    if (!this.#mustDrain) return;
    this.#mustDrain = false;
    this.#onDrain();
  }

  async #settle(): Promise<void> {
    while (this.#pump !== undefined) await this.#pump;
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

function octetsOf(buffers: readonly Buffer[]): number {
  return buffers.reduce((sum, { length }) => sum + length, 0);
}

/** One system call as a rule; a disk that takes only a part is asked again. */
async function writeAll(file: FileHandle, buffers: readonly Buffer[]): Promise<void> {
  const { bytesWritten } = await file.writev([...buffers]);
  if (bytesWritten < octetsOf(buffers)) await file.writeFile(Buffer.concat(buffers).subarray(bytesWritten));
}
