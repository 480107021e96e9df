import type { MemoryStore } from "../memory/memory-store.ts";
import { isRefusal } from "../store-error.ts";
import type { Store } from "../store.ts";

/** Leases that went on in memory are the store's again before it is asked for any: nobody else gets one of them. */
export async function restoreLeases(from: MemoryStore, to: Store): Promise<void> {
  for (const { key, token, leftMs } of from.leases.all()) await to.leases.renew(key, token, leftMs);
}

/** Gives a store that came back empty what this gateway knows: nobody is signed out because it was lost. */
export async function restoreSessions(from: MemoryStore, to: Store): Promise<void> {
  const now = Date.now();
  for (const record of from.browserSessions.all()) {
    if (record.expiresAt <= now) continue;
    await to.browserSessions.set(record);
    for (const mailbox of await from.mailboxRecords.list(record.id)) {
      // Another gateway gave it a later one before.
      await to.mailboxRecords.set(record.id, mailbox).catch(unlessOvertaken);
    }
    for (const { maildrop, mailboxId } of from.maildropOwners.of(record.id)) {
      await to.maildropOwners.add(maildrop, { ownerId: record.id, mailboxId });
    }
  }
}

function unlessOvertaken(error: unknown): void {
  if (!isRefusal(error) || error.code !== "overtaken") throw error;
}
