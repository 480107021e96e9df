import { MessageError } from "../message-error.ts";
import { GrowingBuffer } from "../growing-buffer.ts";
import { MemoryMessage } from "./memory-message.ts";
import type { SealedFile } from "./sealed-file.ts";
import type { SealedMessage } from "./sealed-message.ts";
import type { MessageWriter } from "./stored-message.ts";

export interface SpillingWriterOptions {
  readonly maxMessageOctets: number;
  /** From here on the message goes to a file. */
  readonly memoryMessageOctets: number;
  readonly openFile: (onDrain: () => void) => SealedFile;
  /** @throws MessageError `cache-full` */
  readonly reserveDisk: (octets: number) => void;
  /** Called once: with the message, or with `undefined` where it was given up. */
  readonly onEnd: (message: MemoryMessage | SealedMessage | undefined) => void;
}

/** Keeps a message in memory until it is too large for that, then moves it into a sealed file. */
export class SpillingWriter implements MessageWriter {
  readonly #options: SpillingWriterOptions;
  #memory = new GrowingBuffer();
  #octets = 0;
  #diskOctets = 0;
  #file: SealedFile | undefined;
  #drainListener: () => void = () => {};
  #state: "open" | "finishing" | "ended" = "open";

  constructor(options: SpillingWriterOptions) {
    this.#options = options;
  }

  get octets(): number {
    return this.#octets;
  }

  /** What of it was reserved on disk. */
  get diskOctets(): number {
    return this.#diskOctets;
  }

  write(chunk: Buffer): boolean {
    const { maxMessageOctets, memoryMessageOctets } = this.#options;
    if (this.#state !== "open") throw aborted();
    const octets = this.#octets + chunk.length;
    if (octets > maxMessageOctets) {
      throw new MessageError("too-large", `the message is larger than ${maxMessageOctets} octets`);
    }
    if (this.#file === undefined && octets <= memoryMessageOctets) {
      this.#memory.append(chunk);
      this.#octets = octets;
      return true;
    }
    this.#reserve(octets - this.#diskOctets);
    this.#file ??= this.#spill();
    const isRoomy = this.#file.write(chunk);
    this.#octets = octets;
    return isRoomy;
  }

  onDrain(listener: () => void): void {
    this.#drainListener = listener;
  }

  async finish(): Promise<MemoryMessage | SealedMessage> {
    if (this.#state !== "open") throw aborted();
    this.#state = "finishing";
    const message = await this.#close().catch(async (error: unknown) => {
      await this.abort();
      throw error;
    });
    if (this.#isEnded()) {
      // Aborted while the last octets were written.
      if (!(message instanceof MemoryMessage)) message.remove();
      throw aborted();
    }
    this.#end(message);
    return message;
  }

  async abort(): Promise<void> {
    if (this.#isEnded()) return;
    this.#end(undefined);
    await this.#file?.abort();
  }

  async #close(): Promise<MemoryMessage | SealedMessage> {
    if (this.#file !== undefined) return this.#file.finish();
    return new MemoryMessage(this.#memory.take());
  }

  #isEnded(): boolean {
    return this.#state === "ended";
  }

  #end(message: MemoryMessage | SealedMessage | undefined): void {
    this.#state = "ended";
    this.#memory.take();
    this.#options.onEnd(message);
  }

  #reserve(octets: number): void {
    this.#options.reserveDisk(octets);
    this.#diskOctets += octets;
  }

  #spill(): SealedFile {
    const file = this.#options.openFile(() => this.#drainListener());
    file.write(this.#memory.take());
    return file;
  }
}

function aborted(): MessageError {
  return new MessageError("aborted", "the download was given up");
}
