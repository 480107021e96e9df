import type { Mechanism, ServerAddress } from "@popgate/shared/api/mailbox";

/** Whose mailbox, where, and how to sign in; all of it may be shown. */
export interface Account {
  readonly user: string;
  readonly server: ServerAddress;
  readonly preset?: string;
  readonly mechanism: Mechanism;
  /** The reader's, best first: for the server's texts (RFC 6856 §3). */
  readonly languages?: readonly string[] | undefined;
}
