import { MessageError } from "../message-error.ts";
import { CacheDirectory } from "./cache-directory.ts";
import { MemoryMessage } from "./memory-message.ts";
import { RecentEntries } from "./recent-entries.ts";
import { SealedFile } from "./sealed-file.ts";
import { SealedMessage } from "./sealed-message.ts";
import { SpillingWriter } from "./spilling-writer.ts";
import type { MessageWriter, StoredMessage } from "./stored-message.ts";

export type { MessageWriter, OctetRange, StoredMessage } from "./stored-message.ts";

/** Most mail is smaller and stays in memory; what is larger would push out many others. */
const MEMORY_MESSAGE_OCTETS = 1024 * 1024;
/** No message may take more of the memory budget than this share. */
const MEMORY_SHARE = 1 / 8;
/** Temporary files together, running downloads included: a disk that is full stops the whole machine. */
const DISK_OCTETS = 4 * 1024 * 1024 * 1024;

export interface MessageCacheOptions {
  /** Messages in memory together. */
  readonly memoryOctets: number;
  /** A longer message is refused as it arrives. */
  readonly maxMessageOctets: number;
  /** Of this gateway alone; made where missing. Left-overs of dead processes in it are removed. */
  readonly directory: string;
  /** Temporary files together. */
  readonly diskOctets?: number;
}

/**
 * Messages as received, so that one RETR serves the view, the parts and the raw bytes. Small ones stay
 * in memory, others lie in temporary files sealed with keys that live only in memory; the least
 * recently used go first.
 */
export class MessageCache {
  readonly #options: MessageCacheOptions;
  readonly #directory: CacheDirectory;
  readonly #inMemory = new RecentEntries<MemoryMessage>();
  readonly #onDisk = new RecentEntries<SealedMessage>();
  readonly #writers = new Set<MessageWriter>();
  /** What running downloads have put on disk. */
  #arrivingOctets = 0;
  #isClosed = false;

  constructor(options: MessageCacheOptions) {
    this.#options = options;
    this.#directory = new CacheDirectory(options.directory);
  }

  get maxMessageOctets(): number {
    return this.#options.maxMessageOctets;
  }

  get(key: string): StoredMessage | undefined {
    return this.#inMemory.get(key) ?? this.#onDisk.get(key);
  }

  begin(key: string): MessageWriter {
    if (this.#isClosed) throw new MessageError("aborted", "the cache is closed");
    const { maxMessageOctets, memoryOctets } = this.#options;
    const writer: SpillingWriter = new SpillingWriter({
      maxMessageOctets,
      memoryMessageOctets: Math.min(MEMORY_MESSAGE_OCTETS, memoryOctets * MEMORY_SHARE),
      openFile: (onDrain) => new SealedFile(this.#directory.newFile(), onDrain),
      reserveDisk: (octets) => this.#reserveDisk(octets),
      onEnd: (message) => this.#end(key, writer, message),
    });
    this.#writers.add(writer);
    return writer;
  }

  forget(key: string): void {
    this.#inMemory.take(key);
    this.#onDisk.take(key)?.remove();
  }

  /** Gives up running downloads and removes every file. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#writers].map((writer) => writer.abort()));
    while (this.#inMemory.takeOldest() !== undefined);
    for (let old = this.#onDisk.takeOldest(); old !== undefined; old = this.#onDisk.takeOldest())
      old.remove();
  }

  #reserveDisk(octets: number): void {
    const limit = this.#options.diskOctets ?? DISK_OCTETS;
    while (this.#onDisk.octets + this.#arrivingOctets + octets > limit) {
      const oldest = this.#onDisk.takeOldest();
      if (oldest === undefined) throw new MessageError("cache-full", "too many large downloads at once");
      oldest.remove();
    }
    this.#arrivingOctets += octets;
  }

  #end(key: string, writer: SpillingWriter, message: MemoryMessage | SealedMessage | undefined): void {
    this.#writers.delete(writer);
    this.#arrivingOctets -= writer.diskOctets;
    if (message === undefined) return;
    this.forget(key);
    if (message instanceof SealedMessage) {
      this.#onDisk.add(key, message);
      return;
    }
    this.#inMemory.add(key, message);
    while (this.#inMemory.octets > this.#options.memoryOctets) this.#inMemory.takeOldest();
  }
}
