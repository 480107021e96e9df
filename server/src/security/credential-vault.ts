import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { BrowserSession } from "./browser-sessions.ts";

/** A password, readable only with the process's secret and the cookie's. */
export interface SealedCredential {
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** The cookie whose secret opens a credential is not here; thrown when a login needs it. */
export class SealedError extends Error {
  override readonly name = "SealedError";
  readonly code = "no-session";
}

/**
 * Seals passwords with AES-256-GCM under a key from both secrets (HKDF-SHA256, RFC 5869), so that
 * neither the process's nor the cookie's opens anything alone. The cookie's half is here only while
 * its browser waits for an answer or has a page open.
 */
export class CredentialVault {
  readonly #processSecret: Buffer;
  readonly #held = new Map<string, { readonly secret: string; holders: number }>();

  constructor(processSecret: Buffer = randomBytes(32)) {
    this.#processSecret = processSecret;
  }

  /** Keeps the cookie's half until the returned function is called. */
  hold({ id, secret }: BrowserSession): () => void {
    const held = this.#held.get(id) ?? { secret, holders: 0 };
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

  seal({ id, secret }: BrowserSession, password: string): SealedCredential {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#key(id, secret), nonce);
    const ciphertext = Buffer.concat([cipher.update(password, "utf8"), cipher.final()]);
    return { nonce, ciphertext, tag: cipher.getAuthTag() };
  }

  /** @throws SealedError if the secret, or this process, is not the one it was sealed with */
  open({ id, secret }: BrowserSession, sealed: SealedCredential): string {
    const decipher = createDecipheriv("aes-256-gcm", this.#key(id, secret), sealed.nonce);
    decipher.setAuthTag(sealed.tag);
    try {
      return Buffer.concat([decipher.update(sealed.ciphertext), decipher.final()]).toString("utf8");
    } catch (cause) {
      throw new SealedError("this password was sealed by another browser session", { cause });
    }
  }

  /** What a login calls for the password. It throws SealedError while nobody shows the cookie. */
  opener(sessionId: string, sealed: SealedCredential): () => string {
    return () => {
      const held = this.#held.get(sessionId);
      if (held === undefined) throw new SealedError("the browser that signed in is not here");
      return this.open({ id: sessionId, secret: held.secret }, sealed);
    };
  }

  #key(id: string, secret: string): Buffer {
    const material = Buffer.concat([this.#processSecret, Buffer.from(secret, "utf8")]);
    return Buffer.from(hkdfSync("sha256", material, id, "popgate sealed credential v1", 32));
  }
}
