import type { SavedMailboxStore } from "../store/saved-mailbox-store.ts";
import type { CredentialVault } from "./credential-vault.ts";

export interface SealedMailboxesOptions {
  readonly store: SavedMailboxStore;
  readonly vault: CredentialVault;
  /** A record that does not open: tampered with, another's, or of another process secret. */
  readonly onDropped: (error: unknown) => void;
}

/** Octets of one mailbox in the clear. */
interface OpenedMailbox {
  readonly mailboxId: string;
  readonly octets: Buffer;
}

/** Keeps mailboxes in a store that learns nothing of them: what the sessions hand over is sealed first. */
export class SealedMailboxes {
  readonly #options: SealedMailboxesOptions;

  constructor(options: SealedMailboxesOptions) {
    this.#options = options;
  }

  /** @throws SealedError while nobody shows the cookie; StoreError */
  async keep(ownerId: string, { mailboxId, octets }: OpenedMailbox): Promise<void> {
    const { store, vault } = this.#options;
    await store.set(ownerId, { mailboxId, sealed: vault.sealRecord(ownerId, mailboxId, octets) });
  }

  /** Those that open; the others are removed. @throws SealedError while nobody shows the cookie; StoreError */
  async restore(ownerId: string): Promise<OpenedMailbox[]> {
    const { store, vault, onDropped } = this.#options;
    // Without the cookie nothing opens, which is no reason to remove anything.
    vault.requireHeld(ownerId);
    const opened: OpenedMailbox[] = [];
    for (const { mailboxId, sealed } of await store.list(ownerId)) {
      try {
        opened.push({ mailboxId, octets: vault.openRecord(ownerId, mailboxId, sealed) });
      } catch (error) {
        onDropped(error);
        await store.delete(ownerId, mailboxId);
      }
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
}
