import type { MaildropSession } from "../maildrop/maildrop-session.ts";
import type { SaslExchange } from "../sasl/mechanism.ts";

/**
 * Where a session stands (RFC 1939 §3). Each state owns its data: there is no maildrop before login,
 * and none after UPDATE.
 */
export type SessionState = AuthorizationState | TransactionState | ClosedState;

export interface AuthorizationState {
  readonly name: "AUTHORIZATION";
  /** RFC 6856 §2: names and passwords may be UTF-8, and headers will be. */
  readonly isUtf8: boolean;
  /** A login that began and waits for its next line. */
  readonly login: PendingLogin;
}

export type PendingLogin =
  | { readonly kind: "none" }
  /** USER was answered; PASS is due. */
  | { readonly kind: "user"; readonly user: string }
  /** AUTH sent a challenge; the next line is no command. */
  | { readonly kind: "sasl"; readonly exchange: SaslExchange };

export interface TransactionState {
  readonly name: "TRANSACTION";
  readonly isUtf8: boolean;
  readonly maildrop: MaildropSession;
}

/** After QUIT: nothing more is read. UPDATE itself lasts no longer than one call. */
export interface ClosedState {
  readonly name: "closed";
}

export const NEW_SESSION: AuthorizationState = {
  name: "AUTHORIZATION",
  isUtf8: false,
  login: { kind: "none" },
};
