import type { BrowserSessionStore } from "./browser-session-store.ts";
import type { LeaseStore } from "./lease-store.ts";
import type { MaildropOwnerStore } from "./maildrop-owner-store.ts";
import type { ReadStateStore } from "./read-state-store.ts";
import type { MailboxRecordStore } from "./mailbox-record-store.ts";

/** Everything that outlives a request, and in SQLite or Redis the process. Never mail, no secret in the clear. */
export interface Store {
  readonly browserSessions: BrowserSessionStore;
  readonly mailboxRecords: MailboxRecordStore;
  readonly maildropOwners: MaildropOwnerStore;
  readonly readStates: ReadStateStore;
  readonly leases: LeaseStore;
  /** Ends connections and files; what is kept stays. */
  close(): Promise<void>;
}

/** A browser session that ended, or one mailbox of it that was signed out. */
export interface Gone {
  readonly ownerId: string;
  readonly mailboxId: string | undefined;
}

export type GoneListener = (gone: Gone) => void;

/** Where a store tells the operator what happened to it. */
export interface StoreLog {
  warn(message: string): void;
}

/** Whether the store answers; while it does not, memory stands in for it. */
export type StoreHealth = { readonly kind: "ok" } | { readonly kind: "failed"; readonly reason: string };

/** A store that never fails its callers, and says whether it keeps what it is given. */
export interface WatchedStore extends Store {
  /** What `memory` keeps ends with the process. */
  readonly kind: "memory" | "sqlite" | "redis";
  readonly health: StoreHealth;
  /** Hears every change. @returns what ends the subscription */
  onHealth(listener: (health: StoreHealth) => void): () => void;
  /** Hears what was signed out, also at another gateway that shares the store. */
  onGone(listener: GoneListener): void;
}

/** A store that may fail, and be brought back. */
export interface RecoverableStore extends Store {
  readonly kind: "sqlite" | "redis";
  /** Whether other gateways used it too when it was last heard of: they may go on with it while this one cannot. */
  readonly isShared: boolean;
  /** Hears what was signed out, at any gateway: whoever remembers it has to forget it. */
  onGone?(listener: GoneListener): void;
  /**
   * Makes it usable: for the first time, and again after a failure.
   *
   * @returns whether it lost what it held before the failure
   * @throws StoreError `unavailable`
   */
  recover(): Promise<boolean>;
}
