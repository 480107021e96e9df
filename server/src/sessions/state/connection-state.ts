import type { Maildrop } from "../../maildrop/maildrop.ts";
import type { Pop3Client } from "../../pop3/client/client.ts";
import type { Pop3Error } from "../../pop3/errors.ts";
import type { HeaderSweep } from "../list/header-sweep.ts";
import type { SessionError } from "../work/session-error.ts";
import type { SnapshotNews } from "./maildrop-snapshot.ts";

/** The POP3 session's life, each state with the data that it owns. */
export type ConnectionState =
  | { readonly kind: "connecting" }
  | { readonly kind: "transaction"; readonly client: Pop3Client; readonly sweep: HeaderSweep }
  /** Nobody looked, another browser session took the mailbox over, or an earlier process left it so. */
  | { readonly kind: "released"; readonly why: "idle" | "handed-over" | "restored" }
  | { readonly kind: "lost"; readonly error: Pop3Error | SessionError };

/** A live transaction, as the operations of a session need it. */
export interface Transaction {
  readonly client: Pop3Client;
  readonly maildrop: Maildrop;
  readonly sweep: HeaderSweep;
}

/** A new connection, and what its reading of the maildrop told. */
export interface Reading extends SnapshotNews {
  readonly transaction: Transaction;
}
