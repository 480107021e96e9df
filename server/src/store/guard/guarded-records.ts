import type { MemoryMailboxRecords } from "../memory/memory-mailbox-records.ts";
import type { MailboxRecordStore } from "../mailbox-record-store.ts";
import { isRefusal } from "../store-error.ts";
import type { StoreGuard } from "./store-guard.ts";
import type { Write } from "./write-journal.ts";

/** What it takes to remember that a record is to be copied. */
const ENTRY_OCTETS = 300;

/**
 * Mailbox records behind the guard. The memory has each as the store has it. What is written while the store fails
 * is written to the memory, and copied from there as a whole once the store is back: a change is no use to a
 * store that lacks the one before it.
 *
 * @param standIn the records in memory
 */
export function guardedRecords(guard: StoreGuard, standIn: MemoryMailboxRecords): MailboxRecordStore {
  const write = (ownerId: string, mailboxId: string, work: Write) =>
    guard.write(work, {
      octets: ENTRY_OCTETS,
      mirror: async (memory) => {
        try {
          await work(memory);
        } catch (error) {
          // What the memory cannot follow it forgets: it would have marks that were taken back since.
          if (!isRefusal(error) || error.code !== "overtaken") await standIn.delete(ownerId, mailboxId);
          throw error;
        }
      },
      later: {
        key: `${ownerId} ${mailboxId}`,
        write: async ({ mailboxRecords }) => {
          const record = await standIn.find(ownerId, mailboxId);
          if (record !== undefined) await mailboxRecords.set(ownerId, record);
        },
      },
    });
  const remove = (work: Write) => guard.write(work, { octets: ENTRY_OCTETS, mirror: work });
  return {
    list: (ownerId) =>
      guard.read(
        ({ mailboxRecords }) => mailboxRecords.list(ownerId),
        async (records, { mailboxRecords }) => {
          for (const record of records) await mailboxRecords.set(ownerId, record);
        },
      ),
    set: (ownerId, record) =>
      write(ownerId, record.mailboxId, ({ mailboxRecords }) => mailboxRecords.set(ownerId, record)),
    append: (ownerId, change) =>
      write(ownerId, change.mailboxId, ({ mailboxRecords }) => mailboxRecords.append(ownerId, change)),
    // What the memory counts another gateway does not know of, and the store may have counted it too.
    claim: (ownerId, mailboxId) =>
      guard.readAlone(
        ({ mailboxRecords }) => mailboxRecords.claim(ownerId, mailboxId),
        async (record, { mailboxRecords }) => {
          if (record !== undefined) await mailboxRecords.set(ownerId, record);
        },
      ),
    delete: (ownerId, mailboxId) => remove(({ mailboxRecords }) => mailboxRecords.delete(ownerId, mailboxId)),
    deleteOwner: (ownerId) => remove(({ mailboxRecords }) => mailboxRecords.deleteOwner(ownerId)),
  };
}
