import { LRUCache } from "lru-cache";
import { MessageError } from "../message-error.ts";
import { CacheDirectory } from "./cache-directory.ts";
import { MemoryMessage } from "./memory-message.ts";
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
  readonly #inMemory: LRUCache<string, MemoryMessage>;
  /** Whatever leaves it takes its file along. */
  readonly #onDisk: LRUCache<string, SealedMessage>;
  readonly #diskOctets: number;
  readonly #writers = new Set<MessageWriter>();
  /** What running downloads have put on disk. */
  #arrivingOctets = 0;
  #isClosed = false;

  constructor(options: MessageCacheOptions) {
    this.#options = options;
    this.#directory = new CacheDirectory(options.directory);
    this.#diskOctets = options.diskOctets ?? DISK_OCTETS;
    this.#inMemory = new LRUCache<string, MemoryMessage>({
      maxSize: options.memoryOctets,
      sizeCalculation: sizeOf,
    });
    this.#onDisk = new LRUCache<string, SealedMessage>({
      maxSize: this.#diskOctets,
      sizeCalculation: sizeOf,
      dispose: (message) => message.remove(),
    });
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
    this.#inMemory.delete(key);
    this.#onDisk.delete(key);
  }

  /** Gives up running downloads and removes every file. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#writers].map((writer) => writer.abort()));
    this.#inMemory.clear();
    this.#onDisk.clear();
  }

  #reserveDisk(octets: number): void {
    while (this.#onDisk.calculatedSize + this.#arrivingOctets + octets > this.#diskOctets) {
      const oldest = this.#onDisk.pop();
      if (oldest === undefined) throw new MessageError("cache-full", "too many large downloads at once");
    }
    this.#arrivingOctets += octets;
  }

  #end(key: string, writer: SpillingWriter, message: MemoryMessage | SealedMessage | undefined): void {
    this.#writers.delete(writer);
    this.#arrivingOctets -= writer.diskOctets;
    if (message === undefined) return;
    this.forget(key);
    // There is room on disk: it was reserved as the message arrived.
    if (message instanceof SealedMessage) this.#onDisk.set(key, message);
    else this.#inMemory.set(key, message);
  }
}

/** In octets; an empty message counts as one, for the library refuses a size of zero. */
function sizeOf({ octets }: StoredMessage): number {
  return Math.max(1, octets);
}
