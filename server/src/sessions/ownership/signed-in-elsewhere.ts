import type { MaildropOwner, MaildropOwnerStore } from "../../store/maildrop-owner-store.ts";
import type { MailboxRecords } from "../keeping/mailbox-records.ts";
import type { OwnedMailbox } from "./owned-mailbox.ts";
import type { OwnerMailboxes } from "./owner-mailboxes.ts";

export interface SignedInElsewhereParts {
  readonly owners: OwnerMailboxes;
  readonly maildropOwners: MaildropOwnerStore;
  readonly records: MailboxRecords;
}

/** The other browsers that are signed in to a maildrop, at this gateway or at another one of the same store. */
export class SignedInElsewhere {
  readonly #parts: SignedInElsewhereParts;

  constructor(parts: SignedInElsewhereParts) {
    this.#parts = parts;
  }

  /** How many other browsers are. @throws StoreError */
  async count(mailbox: OwnedMailbox): Promise<number> {
    return new Set((await this.#others(mailbox)).map(({ ownerId }) => ownerId)).size;
  }

  /**
   * Signs them out of this one maildrop, and keeps nothing of it for them. Where another gateway has the mailbox
   * open, that one hears of it from the store and closes it.
   *
   * @returns the browser sessions that have no mailbox left
   * @throws StoreError
   */
  async close(mailbox: OwnedMailbox): Promise<string[]> {
    const { owners, maildropOwners, records } = this.#parts;
    const closed = await this.#others(mailbox);
    for (const { ownerId, mailboxId } of closed) {
      await owners.remove(ownerId, mailboxId, (other) => other.forget());
      // What is not open here is kept all the same.
      await records.forget(ownerId, mailboxId);
      await maildropOwners.remove(mailbox.key, { ownerId, mailboxId });
    }
    const ids = [...new Set(closed.map(({ ownerId }) => ownerId))];
    const left = await Promise.all(ids.map((ownerId) => this.#hasAny(ownerId)));
    return ids.filter((_, at) => left[at] === false);
  }

  async #others({ key, ownerId }: OwnedMailbox): Promise<MaildropOwner[]> {
    const { owners, maildropOwners } = this.#parts;
    const here = owners.ids.flatMap((id) => owners.of(id).filter((mailbox) => mailbox.key === key));
    const all = [
      ...(await maildropOwners.list(key)),
      ...here.map((mailbox) => ({ ownerId: mailbox.ownerId, mailboxId: mailbox.id })),
    ];
    const byName = new Map(all.map((owner) => [`${owner.ownerId} ${owner.mailboxId}`, owner]));
    return [...byName.values()].filter((owner) => owner.ownerId !== ownerId);
  }

  async #hasAny(ownerId: string): Promise<boolean> {
    return this.#parts.owners.has(ownerId) || (await this.#parts.records.hasAny(ownerId));
  }
}
