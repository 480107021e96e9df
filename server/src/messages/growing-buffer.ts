/** A header, and the beginning of most texts. */
const FIRST_OCTETS = 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Collects chunks by copying them: a short chunk would keep the socket's whole buffer alive, and a
 * message that drips in octet by octet would cost a Buffer object for each.
 */
export class GrowingBuffer {
  #bytes = NOTHING;
  #filled = 0;

  get octets(): number {
    return this.#filled;
  }

  append(chunk: Buffer): void {
    const needed = this.#filled + chunk.length;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2, FIRST_OCTETS));
      this.#bytes.copy(larger, 0, 0, this.#filled);
      this.#bytes = larger;
    }
    chunk.copy(this.#bytes, this.#filled);
    this.#filled = needed;
  }

  /** What was collected, in a buffer of just that size; the collection is empty then. */
  take(): Buffer {
    const taken =
      this.#filled === this.#bytes.length ? this.#bytes : Buffer.from(this.#bytes.subarray(0, this.#filled));
    this.#bytes = NOTHING;
    this.#filled = 0;
    return taken;
  }
}
