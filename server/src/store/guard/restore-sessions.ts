import type { MemoryStore } from "../memory/memory-store.ts";
import type { Store } from "../store.ts";

/** Gives a store that came back empty what this gateway knows: nobody is signed out because it was lost. */
export async function restoreSessions(from: MemoryStore, to: Store): Promise<void> {
  const now = Date.now();
  for (const record of from.browserSessions.all()) {
    if (record.expiresAt <= now) continue;
    await to.browserSessions.set(record);
    for (const mailbox of await from.savedMailboxes.list(record.id)) {
      await to.savedMailboxes.set(record.id, mailbox);
    }
  }
}
