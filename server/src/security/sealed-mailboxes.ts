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
  /** As in `SavedMailbox`. */
  readonly generation: number;
}

/** Keeps mailboxes in a store that learns nothing of them: what the sessions hand over is sealed first. */
export class SealedMailboxes {
  readonly #options: SealedMailboxesOptions;

  constructor(options: SealedMailboxesOptions) {
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
   *
   * @throws SealedError while nobody shows the cookie; StoreError
   */
  async claim(ownerId: string, mailboxId: string): Promise<OpenedMailbox | undefined> {
    const { store, vault } = this.#options;
    vault.requireHeld(ownerId);
    const claimed = await store.claim(ownerId, mailboxId);
    if (claimed === undefined) return undefined;
    const { sealed, generation } = claimed;
    return { mailboxId, octets: vault.openRecord(ownerId, mailboxId, sealed), generation };
  }

  /** Those that open; the others are removed. @throws SealedError while nobody shows the cookie; StoreError */
  async restore(ownerId: string): Promise<OpenedMailbox[]> {
    const { store, vault, onDropped } = this.#options;
    // Without the cookie nothing opens, which is no reason to remove anything.
    vault.requireHeld(ownerId);
    const opened: OpenedMailbox[] = [];
    for (const { mailboxId, sealed, generation } of await store.list(ownerId)) {
      try {
        opened.push({ mailboxId, octets: vault.openRecord(ownerId, mailboxId, sealed), generation });
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
