import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Where a link of a mail leads, and its own words where they name another place. */
export interface LinkOut {
  /** http: or https:. */
  readonly target: string;
  readonly words: string | undefined;
}

/** The leave page, for one browser. */
export interface LeaveWay {
  /** Of the page, from the root. */
  readonly path: string;
  /** 32 octets. */
  readonly key: Uint8Array;
}

/** Sealed, encoded and behind a path it stays below 8 KiB, which is what proxies take for a request's line. */
export const MAX_TARGET_CHARACTERS = 4000;
const MAX_WORDS_CHARACTERS = 200;
const MAX_TOKEN_CHARACTERS = 7500;
const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;

/**
 * The address of the leave page for a link. What the link is stands in it sealed with AES-256-GCM: no proxy's
 * log and no history tells it, and nobody without the key can make one.
 *
 * @returns undefined for a target that is too long
 */
export function leaveUrl(way: LeaveWay, { target, words }: LinkOut): string | undefined {
  if (target.length > MAX_TARGET_CHARACTERS) return undefined;
  const plain = Buffer.from(JSON.stringify([target, words?.slice(0, MAX_WORDS_CHARACTERS) ?? null]));
  const nonce = randomBytes(NONCE_OCTETS);
  const cipher = createCipheriv("aes-256-gcm", way.key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return `${way.path}?to=${sealed.toString("base64url")}`;
}

/** What `leaveUrl` sealed; undefined for anything else. */
export function openLink(key: Uint8Array, token: string): LinkOut | undefined {
  const sealed = token.length > MAX_TOKEN_CHARACTERS ? Buffer.alloc(0) : Buffer.from(token, "base64url");
  if (sealed.length < NONCE_OCTETS + TAG_OCTETS) return undefined;
  const nonce = sealed.subarray(0, NONCE_OCTETS);
  const tag = sealed.subarray(sealed.length - TAG_OCTETS);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_OCTETS }).setAuthTag(tag);
  const plain = decipher.update(sealed.subarray(NONCE_OCTETS, sealed.length - TAG_OCTETS));
  try {
    decipher.final();
  } catch {
    // Made under another key, or changed on its way.
    return undefined;
  }
  // What opens is what `leaveUrl` wrote.
  const [target, words] = JSON.parse(plain.toString()) as [string, string | null];
  return { target, words: words ?? undefined };
}
