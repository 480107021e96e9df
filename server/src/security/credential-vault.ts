import { hkdfSync } from "node:crypto";
import type { BrowserSession } from "./browser-session.ts";
import { openOctets, sealOctets } from "./sealed-octets.ts";

/** The browser whose key opens it is not here, or it is another one. */
export class SealedError extends Error {
  override readonly name = "SealedError";
  readonly code = "no-session";
}

/** Whose key it is, which only the browser's cookie opens. */
type KeyOwner = Pick<BrowserSession, "id" | "key">;

/** What a key is for goes into it: a password in memory and a record in a store never share one. */
const PASSWORD = "popgate sealed credential v1";
const RECORD = "popgate mailbox record v1";

/**
 * Seals passwords, and records that hold some, with AES-256-GCM under a key from both secrets
 * (HKDF-SHA256, RFC 5869), so that neither the process's nor the cookie's opens anything alone. The
 * cookie's half is here only while its browser waits for an answer or has a page open.
 */
export class CredentialVault {
  readonly #processSecret: Buffer;
  readonly #held = new Map<string, { readonly key: Buffer; holders: number }>();

  constructor(processSecret: Buffer) {
    this.#processSecret = processSecret;
  }

  /** Keeps the cookie's half until the returned function is called. */
  hold({ id, key }: KeyOwner): () => void {
    const held = this.#held.get(id) ?? { key, holders: 0 };
    held.holders += 1;
    this.#held.set(id, held);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      held.holders -= 1;
      if (held.holders === 0 && this.#held.get(id) === held) this.#held.delete(id);
    };
  }

  seal(owner: KeyOwner, password: string): Buffer {
    return sealOctets(this.#key(owner, PASSWORD), "", Buffer.from(password));
  }

  /** @throws SealedError if the secret, or this process, is not the one it was sealed with */
  open(owner: KeyOwner, sealed: Buffer): string {
    return this.#opened(owner, PASSWORD, "", sealed).toString("utf8");
  }

  /** What a login calls for the password. It throws SealedError while nobody shows the cookie. */
  opener(ownerId: string, sealed: Buffer): () => string {
    return () => this.open(this.#holder(ownerId), sealed);
  }

  /** The same for a browser that is held. @throws SealedError while nobody shows the cookie */
  secretOf(ownerId: string, password: string): () => string {
    return this.opener(ownerId, this.seal(this.#holder(ownerId), password));
  }

  /**
   * Seals what a store shall keep.
   *
   * @param name which of its owner's records it is: it opens under no other
   * @throws SealedError while nobody shows the cookie
   */
  sealRecord(ownerId: string, name: string, octets: Buffer): Buffer {
    return sealOctets(this.#key(this.#holder(ownerId), RECORD), name, octets);
  }

  /** @throws SealedError for what was not sealed here so, and while nobody shows the cookie */
  openRecord(ownerId: string, name: string, sealed: Buffer): Buffer {
    return this.recordOpener(ownerId)(name, sealed);
  }

  /**
   * For records that are still on their way: it opens them also if the browser leaves meanwhile.
   *
   * @throws SealedError while nobody shows the cookie
   */
  recordOpener(ownerId: string): (name: string, sealed: Buffer) => Buffer {
    const owner = this.#holder(ownerId);
    return (name, sealed) => this.#opened(owner, RECORD, name, sealed);
  }

  #holder(id: string): KeyOwner {
    const held = this.#held.get(id);
    if (held === undefined) throw new SealedError("the browser that signed in is not here");
    return { id, key: held.key };
  }

  #opened(owner: KeyOwner, purpose: string, context: string, sealed: Buffer): Buffer {
    try {
      return openOctets(this.#key(owner, purpose), context, sealed);
    } catch (cause) {
      throw new SealedError("this was sealed by another browser session", { cause });
    }
  }

  #key({ id, key }: KeyOwner, purpose: string): Buffer {
    const material = Buffer.concat([this.#processSecret, key]);
    return Buffer.from(hkdfSync("sha256", material, id, purpose, 32));
  }
}
