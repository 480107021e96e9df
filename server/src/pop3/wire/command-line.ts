import { MAX_COMMAND_OCTETS } from "@popgate/shared/pop3/commands";

/** What a server reads from a client: a line, or the fact that one ran over the limit. */
export type CommandLine =
  | {
      readonly kind: "line";
      /** Without its line ending. Owned by the caller: nothing else refers to these octets. */
      readonly octets: Buffer;
      /** RFC 1939 §3 wants CRLF; people who type into `nc` send a bare LF. */
      readonly ending: "crlf" | "lf";
    }
  | { readonly kind: "too-long" };

const LF = 0x0a;
const CR = 0x0d;

/**
 * Cuts a client's octets into command lines, whatever the chunking. Pulled, not pushed: the owner
 * takes the next line when the last one has been answered, and gives the next chunk only when `next`
 * has nothing more, so that at most one chunk and one unfinished line are ever held.
 */
export class CommandLineDecoder {
  /** The start of a line whose end has not come; never more than the limit. */
  #partial: Buffer = Buffer.alloc(0);
  #chunk: Buffer = Buffer.alloc(0);
  /** Inside an over-long line that was reported already: everything up to its LF is dropped. */
  #isSkipping = false;

  /** Gives a chunk. Only when `next` returned undefined: an unread chunk would be joined to it. */
  push(chunk: Buffer): void {
    this.#chunk = this.#chunk.length === 0 ? chunk : Buffer.concat([this.#chunk, chunk]);
  }

  /**
   * Takes the next line; undefined when more octets are needed.
   *
   * @param maxOctets octets with line ending; RFC 2449 §4 says 255, SASL responses may need more
   */
  next(maxOctets: number = MAX_COMMAND_OCTETS): CommandLine | undefined {
    if (this.#isSkipping && !this.#skip()) return undefined;
    const lf = this.#chunk.indexOf(LF);
    const octets = this.#partial.length + (lf === -1 ? this.#chunk.length : lf + 1);
    if (octets > maxOctets) return this.#refuse();
    if (lf === -1) {
      this.#partial = Buffer.concat([this.#partial, this.#chunk]);
      this.#chunk = Buffer.alloc(0);
      return undefined;
    }
    const line = Buffer.concat([this.#partial, this.#chunk.subarray(0, lf)]);
    this.#partial = Buffer.alloc(0);
    this.#chunk = this.#chunk.subarray(lf + 1);
    const isCrlf = line.at(-1) === CR;
    return { kind: "line", octets: isCrlf ? line.subarray(0, -1) : line, ending: isCrlf ? "crlf" : "lf" };
  }

  /** Forgets everything that was given: what came before TLS must never be read as if inside it. */
  discard(): void {
    this.#partial = Buffer.alloc(0);
    this.#chunk = Buffer.alloc(0);
    this.#isSkipping = false;
  }

  #refuse(): CommandLine {
    this.#partial = Buffer.alloc(0);
    this.#isSkipping = true;
    this.#skip();
    return { kind: "too-long" };
  }

  /** @returns whether the over-long line's end was found */
  #skip(): boolean {
    const lf = this.#chunk.indexOf(LF);
    this.#chunk = lf === -1 ? Buffer.alloc(0) : this.#chunk.subarray(lf + 1);
    this.#isSkipping = lf === -1;
    return lf !== -1;
  }
}
