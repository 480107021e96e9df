import { createCipheriv, createDecipheriv } from "node:crypto";
import { MessageError } from "../message-error.ts";

/** Plain octets in one sealed chunk: few enough to be decrypted for a small range read. */
export const CHUNK_OCTETS = 64 * 1024;
const TAG_OCTETS = 16;
/** What a full chunk takes in the file. */
export const SEALED_CHUNK_OCTETS = CHUNK_OCTETS + TAG_OCTETS;
export const KEY_OCTETS = 32;

/**
 * Seals one chunk with AES-256-GCM. The key belongs to one file alone, so the chunk's number is a nonce
 * that cannot repeat; number and "this is the last one" are authenticated: chunks can be neither
 * exchanged nor cut off unnoticed.
 */
export function sealChunk(
  key: Buffer,
  number: number,
  isFinal: boolean,
  plain: Buffer,
): [ciphertext: Buffer, tag: Buffer] {
  const cipher = createCipheriv("aes-256-gcm", key, nonceOf(number));
  cipher.setAAD(finalFlag(isFinal));
  const ciphertext = cipher.update(plain);
  cipher.final();
  return [ciphertext, cipher.getAuthTag()];
}

/** @throws MessageError `damaged` */
export function openChunk(key: Buffer, number: number, isFinal: boolean, sealed: Buffer): Buffer {
  if (sealed.length < TAG_OCTETS) throw damaged();
  const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(number), { authTagLength: TAG_OCTETS });
  decipher.setAAD(finalFlag(isFinal));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_OCTETS));
  try {
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_OCTETS));
    decipher.final();
    return plain;
  } catch (cause) {
    throw damaged(cause);
  }
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(number, 8);
  return nonce;
}

function finalFlag(isFinal: boolean): Buffer {
  return Buffer.from([isFinal ? 1 : 0]);
}

function damaged(cause?: unknown): MessageError {
  return new MessageError("damaged", "the temporary file of a message was changed or cut off", { cause });
}
