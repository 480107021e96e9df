import type { Capabilities } from "../../pop3/client/capabilities.ts";
import { Pop3Error } from "../../pop3/errors.ts";

/** When the server allows the next login: LOGIN-DELAY (RFC 2449 §6.5), as announced or as refused. */
export class LoginDelay {
  /** Milliseconds since the Unix epoch. */
  #notBefore = 0;

  /** Milliseconds until another login is allowed; 0 where it is, or where nothing is known. */
  get remainingMs(): number {
    return Math.max(0, this.#notBefore - Date.now());
  }

  signedIn({ loginDelayMs }: Capabilities): void {
    this.#notBefore = Date.now() + (loginDelayMs ?? 0);
  }

  /** A refusal for coming too soon counts only where the server says how long it wants to be left alone. */
  refused(error: unknown): void {
    if (error instanceof Pop3Error && error.kind === "loginDelay" && error.retryAfterMs !== undefined) {
      this.#notBefore = Date.now() + error.retryAfterMs;
    }
  }
}
