import type { Readable } from "node:stream";

/** Half-open as in `subarray`: the octet at `end` is not part of it. */
export interface OctetRange {
  readonly start: number;
  readonly end: number;
}

/** The exact octets of one message, dot-stuffing undone. */
export interface ReadableMessage {
  readonly octets: number;
  /**
   * Any number of readers at once. A reader that has begun outlives the cache entry; the stream fails
   * with MessageError `damaged`, `forgotten` or `cache-disk`.
   */
  read(range?: OctetRange): Readable;
}

export interface StoredMessage extends ReadableMessage {
  /** Of all octets, in hexadecimal: the same message has the same one, wherever it lies. */
  readonly sha256: string;
}

/** Takes a message as it arrives. */
export interface MessageWriter {
  readonly octets: number;
  /**
   * Copies the chunk. `false` means wait for `onDrain`.
   * @throws MessageError `too-large`, `cache-full`, `cache-disk`, `aborted`; nothing of the chunk is kept
   */
  write(chunk: Buffer): boolean;
  onDrain(listener: () => void): void;
  /** Makes the message visible in the cache. */
  finish(): Promise<StoredMessage>;
  /** Leaves nothing behind. Safe to call at any time, also after `finish`, which it does not undo. */
  abort(): Promise<void>;
}

/** The range within a message, both ends brought inside it. */
export function clampRange(octets: number, range: OctetRange | undefined): OctetRange {
  if (range === undefined) return { start: 0, end: octets };
  const start = Math.min(Math.max(0, Math.trunc(range.start)), octets);
  return { start, end: Math.max(start, Math.min(Math.trunc(range.end), octets)) };
}
