import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;

/**
 * AES-256-GCM: nonce, tag, ciphertext in one. The nonce is random, which is safe for some billion
 * sealings under one key (NIST SP 800-38D §8.3).
 *
 * @param key 32 octets
 * @param context what it belongs to: it opens nowhere else
 */
export function sealOctets(key: Buffer, context: string, octets: Buffer): Buffer {
  const nonce = randomBytes(NONCE_OCTETS);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(octets), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

/** @throws Error if the key, the context or a single bit is not what it was sealed with */
export function openOctets(key: Buffer, context: string, sealed: Buffer): Buffer {
  if (sealed.length < NONCE_OCTETS + TAG_OCTETS) throw new Error("too short to be sealed octets");
  const nonce = sealed.subarray(0, NONCE_OCTETS);
  const tag = sealed.subarray(NONCE_OCTETS, NONCE_OCTETS + TAG_OCTETS);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_OCTETS })
    .setAAD(Buffer.from(context))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_OCTETS + TAG_OCTETS)), decipher.final()]);
}

/** Its nonce and its tag: no other sealing has this name. */
export function sealingName(sealed: Buffer): string {
  return sealed.toString("base64url", 0, NONCE_OCTETS + TAG_OCTETS);
}
