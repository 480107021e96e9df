import type { FaultPlan } from "../faults/fault-plan.ts";
import type { MaildropStore } from "../maildrop/maildrop-store.ts";

/** What all sessions of one demo server share. */
export interface DemoService {
  readonly store: MaildropStore;
  /** Read anew at every use: faults may be switched in mid-session. */
  faults(): FaultPlan;
  /** Whether STLS can be offered. */
  readonly hasTls: boolean;
  /** Plaintext passwords only inside TLS (RFC 8314 §4.1): USER is then hidden before it. */
  readonly requiresTls: boolean;
  /** Whether SCRAM bound to TLS is offered. */
  readonly bindsChannels: boolean;
  readonly failedLoginDelayMs: number;
  readonly idleTimeoutMs: number;
  /** A name for challenges and greetings; no real host. */
  readonly hostName: string;
  /** Milliseconds since the epoch. */
  clock(): number;
  /** A short text that was never given before; no spaces, no `@`. */
  newId(): string;
  emit(event: SessionEvent): void;
}

/** What a session did, for whoever watches the server from inside the process. */
export type SessionEvent =
  | { readonly kind: "opened"; readonly session: number; readonly isSecure: boolean }
  /** `verb` is upper-case; arguments are left out, they may be secret. */
  | { readonly kind: "command"; readonly session: number; readonly verb: string; readonly isBareLf: boolean }
  | { readonly kind: "failed"; readonly session: number; readonly error: unknown }
  | { readonly kind: "closed"; readonly session: number };
