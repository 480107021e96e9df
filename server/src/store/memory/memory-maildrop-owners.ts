import type { MaildropOwner, MaildropOwnerStore } from "../maildrop-owner-store.ts";

/** The mailboxes of a browser session, by their maildrops. */
type Mailboxes = Map<string, Set<string>>;

/** Who is signed in to which maildrop, for one process. */
export class MemoryMaildropOwners implements MaildropOwnerStore {
  readonly #owners = new Map<string, Mailboxes>();
  readonly #hasOwner: (ownerId: string) => boolean;

  constructor(hasOwner: (ownerId: string) => boolean) {
    this.#hasOwner = hasOwner;
  }

  async add(maildrop: string, { ownerId, mailboxId }: MaildropOwner): Promise<void> {
    if (!this.#hasOwner(ownerId)) return;
    const mailboxes: Mailboxes = this.#owners.get(ownerId) ?? new Map();
    const ids = mailboxes.get(maildrop) ?? new Set();
    this.#owners.set(ownerId, mailboxes.set(maildrop, ids.add(mailboxId)));
  }

  async list(maildrop: string): Promise<MaildropOwner[]> {
    return [...this.#owners].flatMap(([ownerId, mailboxes]) =>
      [...(mailboxes.get(maildrop) ?? [])].map((mailboxId) => ({ ownerId, mailboxId })),
    );
  }

  async remove(maildrop: string, { ownerId, mailboxId }: MaildropOwner): Promise<void> {
    const mailboxes = this.#owners.get(ownerId);
    const ids = mailboxes?.get(maildrop);
    ids?.delete(mailboxId);
    if (ids?.size === 0) mailboxes?.delete(maildrop);
    if (mailboxes?.size === 0) this.#owners.delete(ownerId);
  }

  /** What is noted of one browser session, with the maildrops. */
  of(ownerId: string): { readonly maildrop: string; readonly mailboxId: string }[] {
    return [...(this.#owners.get(ownerId) ?? [])].flatMap(([maildrop, ids]) =>
      [...ids].map((mailboxId) => ({ maildrop, mailboxId })),
    );
  }

  /** Of whatever maildrop it is. */
  forgetMailbox(owner: MaildropOwner): void {
    for (const { maildrop, mailboxId } of this.of(owner.ownerId)) {
      if (mailboxId === owner.mailboxId) void this.remove(maildrop, owner);
    }
  }

  /** The browser session has ended. */
  forget(ownerId: string): void {
    this.#owners.delete(ownerId);
  }
}
