import type { MimePart } from "./part-header.ts";
import { QuotedPrintableDecoder } from "./quoted-printable.ts";

const NOTHING = Buffer.alloc(0);

/** Undoes a content transfer encoding (RFC 2045 §6), chunk by chunk. Never throws: mail is often broken. */
export interface TransferDecoder {
  write(bytes: Buffer): Buffer;
  end(): Buffer;
}

export function transferDecoder(encoding: MimePart["encoding"]): TransferDecoder {
  switch (encoding) {
    case "base64":
      return new Base64Decoder();
    case "quoted-printable":
      return new QuotedPrintableDecoder();
    case "identity":
      return { write: (bytes) => bytes, end: () => NOTHING };
  }
}

class Base64Decoder implements TransferDecoder {
  /** Characters that do not make three octets yet: at most three. */
  #carry = "";

  write(bytes: Buffer): Buffer {
    const text = this.#carry + bytes.toString("latin1").replace(/[^A-Za-z0-9+/=]+/g, "");
    // Padding ends a run of its own: some mailers encode a file piece by piece.
    const runs = text.split(/=+/);
    const last = runs.pop() ?? "";
    const whole = last.length - (last.length % 4);
    this.#carry = last.slice(whole);
    const open = Buffer.from(last.slice(0, whole), "base64");
    if (runs.length === 0) return open;
    return Buffer.concat([...runs.map((run) => Buffer.from(run, "base64")), open]);
  }

  end(): Buffer {
    const rest = Buffer.from(this.#carry, "base64");
    this.#carry = "";
    return rest;
  }
}
