import type { SealedRecord, MailboxRecordStore } from "../store/mailbox-record-store.ts";
import type { CredentialVault } from "./credential-vault.ts";

export interface SealedMailboxRecordsOptions {
  readonly store: MailboxRecordStore;
  readonly vault: CredentialVault;
  /** A record that does not open: tampered with, another's, or of another process secret. */
  readonly onDropped: (error: unknown) => void;
}

/** Octets of one mailbox in the clear. */
interface OpenedMailbox {
  readonly mailboxId: string;
  readonly octets: Buffer;
  /** As in `SealedRecord`. */
  readonly generation: number;
}

/** Keeps mailboxes in a store that learns nothing of them: what the sessions hand over is sealed first. */
export class SealedMailboxRecords {
  readonly #options: SealedMailboxRecordsOptions;

  constructor(options: SealedMailboxRecordsOptions) {
    this.#options = options;
  }

  /** @throws SealedError while nobody shows the cookie; StoreError */
  async keep(ownerId: string, { mailboxId, octets, generation }: OpenedMailbox): Promise<void> {
    const { store, vault } = this.#options;
    const sealed = vault.sealRecord(ownerId, mailboxId, octets);
    await store.set(ownerId, { mailboxId, sealed, generation });
  }

  /**
   * The latest of one, for whoever goes on with it: what anybody else writes of it is not kept any more.
   * The browser may leave while the store is asked: a claim that has counted must not fail, for whoever
   * does not know of it writes what is not kept.
   *
   * @returns undefined where none is kept; one that does not open is removed
   * @throws SealedError while nobody shows the cookie; StoreError
   */
  async claim(ownerId: string, mailboxId: string): Promise<OpenedMailbox | undefined> {
    const { store, vault } = this.#options;
    const open = vault.recordOpener(ownerId);
    const claimed = await store.claim(ownerId, mailboxId);
    return claimed === undefined ? undefined : this.#openOrDrop(ownerId, claimed, open);
  }

  /** Those that open; the others are removed. @throws SealedError while nobody shows the cookie; StoreError */
  async restore(ownerId: string): Promise<OpenedMailbox[]> {
    const { store, vault } = this.#options;
    // Without the cookie nothing opens, which is no reason to remove anything.
    const open = vault.recordOpener(ownerId);
    const opened: OpenedMailbox[] = [];
    for (const saved of await store.list(ownerId)) {
      const mailbox = await this.#openOrDrop(ownerId, saved, open);
      if (mailbox !== undefined) opened.push(mailbox);
    }
    return opened;
  }

  async forget(ownerId: string, mailboxId: string): Promise<void> {
    await this.#options.store.delete(ownerId, mailboxId);
  }

  /** @throws SealedError while nobody shows the cookie */
  secretOf(ownerId: string, password: string): () => string {
    return this.#options.vault.secretOf(ownerId, password);
  }

  async #openOrDrop(
    ownerId: string,
    { mailboxId, sealed, generation }: SealedRecord,
    open: (name: string, sealed: Buffer) => Buffer,
  ): Promise<OpenedMailbox | undefined> {
    const { store, onDropped } = this.#options;
    try {
      return { mailboxId, octets: open(mailboxId, sealed), generation };
    } catch (error) {
      onDropped(error);
      await store.delete(ownerId, mailboxId);
      return undefined;
    }
  }
}
