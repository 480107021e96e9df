import { SessionError } from "../work/session-error.ts";
import type { OwnedMailbox } from "./owned-mailbox.ts";

interface Entry {
  readonly mailbox: OwnedMailbox;
  readonly leavePlace: () => void;
}

/** One sign-in under way. */
export class Opening {
  readonly #made = new Set<OwnedMailbox>();
  readonly #onEnd: (opening: Opening) => void;
  #isGivenUp = false;

  constructor(onEnd: (opening: Opening) => void) {
    this.#onEnd = onEnd;
  }

  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  /** @throws SessionError `cancelled` when its browser session has ended meanwhile */
  add(mailbox: OwnedMailbox): OwnedMailbox {
    this.require();
    this.#made.add(mailbox);
    return mailbox;
  }

  /** @throws SessionError `cancelled` when its browser session has ended meanwhile */
  require(): void {
    if (this.#isGivenUp) throw new SessionError("cancelled", "the browser session has ended");
  }

  end(): void {
    this.#onEnd(this);
  }

  async giveUp(): Promise<void> {
    this.#isGivenUp = true;
    await Promise.all([...this.#made].map((mailbox) => mailbox.close()));
  }
}

/** Which browser session has which mailboxes, and who wants to hear of a change. */
export class OwnerMailboxes {
  readonly #owners = new Map<string, Map<string, Entry>>();
  readonly #openings = new Map<string, Set<Opening>>();
  /** How many are out of sight already, and not gone yet. */
  readonly #leaving = new Map<string, number>();
  readonly #changeListeners = new Set<(ownerId: string) => void>();
  readonly #moveListeners = new Set<(ownerId: string) => void>();

  get ids(): string[] {
    return [...new Set([...this.#owners.keys(), ...this.#openings.keys()])];
  }

  /** Whether it has a mailbox, or is about to. */
  has(ownerId: string): boolean {
    return this.#owners.has(ownerId) || this.#openings.has(ownerId);
  }

  of(ownerId: string): OwnedMailbox[] {
    return [...(this.#owners.get(ownerId)?.values() ?? [])].map(({ mailbox }) => mailbox);
  }

  find(ownerId: string, mailboxId: string): OwnedMailbox | undefined {
    return this.#owners.get(ownerId)?.get(mailboxId)?.mailbox;
  }

  /** Whether one is being removed: what is kept of it may be about to go too. */
  isLeaving(ownerId: string): boolean {
    return this.#leaving.has(ownerId);
  }

  /** @param leavePlace called when the mailbox is gone */
  add(mailbox: OwnedMailbox, leavePlace: () => void): void {
    const { ownerId, id } = mailbox;
    const entries = this.#owners.get(ownerId) ?? new Map<string, Entry>();
    this.#owners.set(ownerId, entries.set(id, { mailbox, leavePlace }));
    this.#changed(ownerId);
  }

  /** Notes a sign-in under way, so that it is given up when its browser session ends. */
  opening(ownerId: string): Opening {
    const openings = this.#openings.get(ownerId) ?? new Set<Opening>();
    const opening = new Opening((ended) => {
      openings.delete(ended);
      if (openings.size === 0) this.#openings.delete(ownerId);
    });
    this.#openings.set(ownerId, openings.add(opening));
    return opening;
  }

  /** Out of sight at once, gone when `end` has ended. */
  async remove(
    ownerId: string,
    mailboxId: string,
    end: (mailbox: OwnedMailbox) => Promise<void>,
  ): Promise<void> {
    const entries = this.#owners.get(ownerId);
    const entry = entries?.get(mailboxId);
    if (entries === undefined || entry === undefined) return;
    entries.delete(mailboxId);
    if (entries.size === 0) this.#owners.delete(ownerId);
    this.#leaving.set(ownerId, (this.#leaving.get(ownerId) ?? 0) + 1);
    try {
      await end(entry.mailbox);
    } finally {
      const leaving = (this.#leaving.get(ownerId) ?? 1) - 1;
      if (leaving === 0) this.#leaving.delete(ownerId);
      else this.#leaving.set(ownerId, leaving);
      entry.leavePlace();
      this.#changed(ownerId);
    }
  }

  async removeAll(ownerId: string): Promise<void> {
    const openings = [...(this.#openings.get(ownerId) ?? [])].map((opening) => opening.giveUp());
    const removals = this.of(ownerId).map(({ id }) => this.remove(ownerId, id, (each) => each.close()));
    await Promise.all([...openings, ...removals]);
  }

  /** Goes on at another gateway: its pages are told to come back before the mailbox disappears from them. */
  async moveAway(ownerId: string, key: string): Promise<void> {
    const mailbox = this.of(ownerId).find((each) => each.key === key);
    if (mailbox === undefined) return;
    for (const listener of this.#moveListeners) listener(ownerId);
    await this.remove(ownerId, mailbox.id, (each) => each.close());
  }

  /** @returns what ends the subscription */
  onChange(listener: (ownerId: string) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** @returns what ends the subscription */
  onMove(listener: (ownerId: string) => void): () => void {
    this.#moveListeners.add(listener);
    return () => this.#moveListeners.delete(listener);
  }

  #changed(ownerId: string): void {
    for (const listener of this.#changeListeners) listener(ownerId);
  }
}
