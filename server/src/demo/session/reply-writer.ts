import type { Socket } from "node:net";

/** Queued octets beyond which the peer must read before we go on. */
const FLUSH_OCTETS = 65_536;

/**
 * Writes replies to a socket: small ones are gathered into one packet, and nothing is made faster
 * than the peer takes it.
 */
export class ReplyWriter {
  readonly #socket: Socket;
  #queue: Buffer[] = [];
  #queuedOctets = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Takes a reply's octets; waits while the socket is full. Resolves early if the socket closes. */
  async write(octets: Iterable<Buffer>): Promise<void> {
    for (const part of octets) {
      this.#queue.push(part);
      this.#queuedOctets += part.length;
      if (this.#queuedOctets >= FLUSH_OCTETS) await this.flush();
      if (this.#socket.destroyed) return;
    }
  }

  /** Sends what is queued; resolves when the socket takes more. */
  async flush(): Promise<void> {
    if (this.#queuedOctets === 0 || this.#socket.destroyed) return;
    const whole = Buffer.concat(this.#queue);
    this.#queue = [];
    this.#queuedOctets = 0;
    if (this.#socket.write(whole)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#socket.off("drain", done);
        this.#socket.off("close", done);
        resolve();
      };
      this.#socket.once("drain", done);
      this.#socket.once("close", done);
    });
  }
}
