import type { WatchedStore } from "../store.ts";
import { MemoryBrowserSessions } from "./memory-browser-sessions.ts";
import { MemoryLeases } from "./memory-leases.ts";
import { MemoryMaildropOwners } from "./memory-maildrop-owners.ts";
import { MemoryReadStates } from "./memory-read-states.ts";
import { MemoryMailboxRecords } from "./memory-mailbox-records.ts";

/** A store that ends with the process. */
export class MemoryStore implements WatchedStore {
  readonly kind = "memory";
  /** There is nothing that could fail. */
  readonly health = { kind: "ok" } as const;
  readonly browserSessions: MemoryBrowserSessions;
  readonly mailboxRecords: MemoryMailboxRecords;
  readonly maildropOwners: MemoryMaildropOwners;
  readonly readStates = new MemoryReadStates();
  readonly leases = new MemoryLeases();

  constructor() {
    this.browserSessions = new MemoryBrowserSessions((id) => {
      this.mailboxRecords.forget(id);
      this.maildropOwners.forget(id);
    });
    const hasOwner = (id: string) => this.browserSessions.has(id);
    this.mailboxRecords = new MemoryMailboxRecords(hasOwner);
    this.maildropOwners = new MemoryMaildropOwners(hasOwner);
  }

  onHealth(): () => void {
    return () => {};
  }

  /** Nobody shares it, and what this process signs out it knows. */
  onGone(): void {}

  async close(): Promise<void> {}
}
