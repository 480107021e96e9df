import type { MailboxRecordStore, SealedRecord } from "../store/mailbox-record-store.ts";
import type { CredentialVault } from "./credential-vault.ts";
import { sealingName } from "./sealed-octets.ts";

export interface SealedMailboxRecordsOptions {
  readonly store: MailboxRecordStore;
  readonly vault: CredentialVault;
  /** A record that does not open: tampered with, another's, or of another process secret. */
  readonly onDropped: (error: unknown) => void;
}

/** A record in the clear; each field as in `SealedRecord`. */
interface OpenedRecord {
  readonly mailboxId: string;
  readonly octets: Buffer;
  readonly changes?: readonly Buffer[];
  readonly generation: number;
}

interface OpenedChange {
  readonly mailboxId: string;
  readonly octets: Buffer;
  readonly generation: number;
  /** The sealing of the record that it follows. */
  readonly follows: string;
  readonly sequence: number;
}

/** Keeps records in a store that learns nothing of them: what the sessions hand over is sealed first. */
export class SealedMailboxRecords {
  readonly #options: SealedMailboxRecordsOptions;

  constructor(options: SealedMailboxRecordsOptions) {
    this.#options = options;
  }

  /** @returns what names this sealing. @throws SealedError while nobody shows the cookie; StoreError */
  async keep(ownerId: string, { mailboxId, octets, generation }: OpenedRecord): Promise<string> {
    const { store, vault } = this.#options;
    const sealed = vault.sealRecord(ownerId, mailboxId, octets);
    await store.set(ownerId, { mailboxId, sealed, generation });
    return sealingName(sealed);
  }

  /** @throws SealedError while nobody shows the cookie; StoreError */
  async append(ownerId: string, change: OpenedChange): Promise<void> {
    const { store, vault } = this.#options;
    const { mailboxId, octets, generation, follows, sequence } = change;
    const sealed = vault.sealRecord(ownerId, changeName(mailboxId, follows, sequence), octets);
    await store.append(ownerId, { mailboxId, sealed, generation, sequence });
  }

  /**
   * The latest of one, for whoever goes on with it: what anybody else writes of it is not kept any more.
   * The browser may leave while the store is asked: a claim that has counted must not fail, for whoever
   * does not know of it writes what is not kept.
   *
   * @returns undefined where none is kept; one that does not open is removed
   * @throws SealedError while nobody shows the cookie; StoreError
   */
  async claim(ownerId: string, mailboxId: string): Promise<OpenedRecord | undefined> {
    const { store, vault } = this.#options;
    const open = vault.recordOpener(ownerId);
    const claimed = await store.claim(ownerId, mailboxId);
    return claimed === undefined ? undefined : this.#openOrDrop(ownerId, claimed, open);
  }

  /** Those that open; the others are removed. @throws SealedError while nobody shows the cookie; StoreError */
  async restore(ownerId: string): Promise<OpenedRecord[]> {
    const { store, vault } = this.#options;
    // Without the cookie nothing opens, which is no reason to remove anything.
    const open = vault.recordOpener(ownerId);
    const opened: OpenedRecord[] = [];
    for (const sealed of await store.list(ownerId)) {
      const record = await this.#openOrDrop(ownerId, sealed, open);
      if (record !== undefined) opened.push(record);
    }
    return opened;
  }

  async hasAny(ownerId: string): Promise<boolean> {
    return (await this.#options.store.list(ownerId)).length > 0;
  }

  async forget(ownerId: string, mailboxId: string): Promise<void> {
    await this.#options.store.delete(ownerId, mailboxId);
  }

  /** @throws SealedError while nobody shows the cookie */
  secretOf(ownerId: string, password: string): () => string {
    return this.#options.vault.secretOf(ownerId, password);
  }

  /** Without one of its changes a record may have marks that were taken back: it opens whole or not at all. */
  async #openOrDrop(
    ownerId: string,
    { mailboxId, sealed, changes, generation }: SealedRecord,
    open: (name: string, sealed: Buffer) => Buffer,
  ): Promise<OpenedRecord | undefined> {
    const { store, onDropped } = this.#options;
    try {
      const record = { mailboxId, octets: open(mailboxId, sealed), generation };
      if (changes === undefined) return record;
      const follows = sealingName(sealed);
      const opened = changes.map((change, at) => open(changeName(mailboxId, follows, at + 1), change));
      return { ...record, changes: opened };
    } catch (error) {
      onDropped(error);
      await store.delete(ownerId, mailboxId);
      return undefined;
    }
  }
}

/**
 * What a change is bound to: it opens only behind the record that it was written for, at its place. A store
 * that swaps changes, leaves one out or shows old ones again is noticed; one that withholds the last ones is not.
 */
function changeName(mailboxId: string, follows: string, sequence: number): string {
  return `${mailboxId} ${follows} ${sequence}`;
}
