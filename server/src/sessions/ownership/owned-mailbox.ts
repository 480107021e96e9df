import { createHash, timingSafeEqual } from "node:crypto";
import type { Dial } from "../../pop3/opening/connection.ts";
import type { Account } from "../login/account.ts";
import { MailSession, type MailSessionOptions } from "../mail-session.ts";
import type { LeaseManager } from "../leases/lease-manager.ts";
import type { Holding, MailboxLease } from "../leases/mailbox-lease.ts";
import type { MailboxRecord } from "../keeping/mailbox-record.ts";
import type { MaildropOwnerStore } from "../../store/maildrop-owner-store.ts";
import { MailboxState } from "../state/mailbox-state.ts";
import type { MailboxRecords } from "../keeping/mailbox-records.ts";
import { RecordWriter } from "../keeping/record-writer.ts";
import { within } from "../work/within.ts";

/** What is still being written goes before the lease, so that whoever has it next reads it; a store that hangs holds nobody up. */
const WRITTEN_DEADLINE_MS = 3_000;

export interface OwnedMailboxOptions {
  readonly ownerId: string;
  /** Where its browser is, for a server that is told of it. */
  readonly clientAddress?: string | undefined;
  /** The maildrop's keyed hash. */
  readonly key: string;
  readonly secret: () => string;
  readonly leases: LeaseManager;
  readonly records: MailboxRecords;
  readonly maildropOwners: MaildropOwnerStore;
  readonly onError: (message: string, error: unknown) => void;
  readonly id: string;
  readonly account: Account;
  /** What an earlier process or another gateway kept of it, and which claim of the record that is. */
  readonly restored?: { readonly record: MailboxRecord; readonly generation: number } | undefined;
  readonly session: Omit<MailSessionOptions, "mailbox" | "secret" | "lease" | "record">;
}

/** A mailbox of one browser session in this gateway: its session, its lease, its password, what is kept of it. */
export class OwnedMailbox implements Holding {
  readonly session: MailSession;
  readonly lease: MailboxLease;
  readonly ownerId: string;
  readonly key: string;
  /** The operator's rules, with the address of this mailbox's browser. */
  readonly dial: Dial;
  readonly #options: OwnedMailboxOptions;
  #clientAddress: string | undefined;
  readonly #record: RecordWriter;
  #secret: () => string;
  /** What is kept of it was read under the lease that it has. */
  #isClaimed = false;
  /** How often the lease was asked for: one that is asked for anew is not given back. */
  #acquisitions = 0;

  constructor(options: OwnedMailboxOptions) {
    const { id, account, ownerId, restored, records, onError } = options;
    this.#options = options;
    this.ownerId = ownerId;
    this.key = options.key;
    this.#secret = options.secret;
    this.#clientAddress = options.clientAddress;
    this.dial = { ...options.session.dial, clientAddress: () => this.#clientAddress };
    const secret = () => this.#secret();
    const mailbox = new MailboxState({ id, account, record: restored?.record });
    this.#record = new RecordWriter({
      ownerId,
      mailboxId: id,
      mailbox,
      records,
      secret,
      isHeld: () => this.hasLease && this.#isClaimed,
      generation: restored?.generation,
      onError,
    });
    this.lease = options.leases.leaseFor(options.key, this, restored !== undefined);
    this.session = new MailSession({
      ...options.session,
      dial: this.dial,
      mailbox,
      secret,
      lease: { acquire: () => this.#acquire(), release: () => this.#release() },
      record: this.#record,
    });
  }

  get id(): string {
    return this.#options.id;
  }

  get account(): Account {
    return this.#options.account;
  }

  get secret(): () => string {
    return this.#secret;
  }

  get hasLease(): boolean {
    return this.#options.leases.holdingOf(this.key) === this;
  }

  knowsSecret(candidate: string): boolean | undefined {
    try {
      return isSame(this.#secret(), candidate);
    } catch {
      // Sealed, since no page of its browser is open: then only the server can tell.
      return undefined;
    }
  }

  /** The server has accepted another password for the same account. */
  async replaceSecret(secret: () => string): Promise<void> {
    this.#secret = secret;
    await this.#record.keepAgain();
  }

  /** The sign-in has succeeded: from now on the mailbox is kept. */
  async keepFromNow(): Promise<void> {
    this.#isClaimed = true;
    await this.#record.begin();
    await this.#options.maildropOwners.add(this.key, { ownerId: this.ownerId, mailboxId: this.id });
  }

  /** Its browser is here: what could not be kept before can be now. */
  browserArrived(clientAddress: string | undefined): void {
    this.#clientAddress = clientAddress ?? this.#clientAddress;
    this.#record.browserArrived();
  }

  /** Ends when the lease is free, and what whoever gets it will read is written. */
  async handOver(): Promise<void> {
    // One that waits for another gateway would be waited for here.
    this.lease.stopWaiting();
    await this.session.handOver();
  }

  lapse(): void {
    this.#isClaimed = false;
    this.session.leaseLapsed();
  }

  /** Ends the session without QUIT. What is kept stays, and is what was last true. */
  async close(): Promise<void> {
    this.lease.end();
    await this.session.close();
    this.#record.end();
    await this.#settled();
    await this.lease.release();
  }

  /** Signs out: what is kept goes too. */
  async forget(): Promise<void> {
    this.#record.end();
    // A write under way would bring it back.
    await this.#settled();
    // Not after the session has ended, which a server may delay: whoever signs out means it.
    const { ownerId, id: mailboxId } = this;
    const { records, maildropOwners } = this.#options;
    await Promise.all([
      records.forget(ownerId, mailboxId),
      maildropOwners.remove(this.key, { ownerId, mailboxId }),
      this.close(),
    ]);
  }

  async #acquire(): Promise<void> {
    this.#acquisitions += 1;
    await this.lease.acquire();
    if (this.#isClaimed || !this.hasLease) return;
    this.#isClaimed = await this.#record.claim();
  }

  async #release(): Promise<void> {
    const acquisitions = this.#acquisitions;
    await this.#settled();
    // Somebody came back while that was written: it is theirs again.
    if (acquisitions !== this.#acquisitions) return;
    this.#isClaimed = false;
    await this.lease.release();
  }

  async #settled(): Promise<void> {
    await within(WRITTEN_DEADLINE_MS, this.#record.settled());
  }
}

/** In a time that tells nothing of how much of it is right. */
function isSame(secret: string, candidate: string): boolean {
  const [left, right] = [secret, candidate].map((text) => createHash("sha256").update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
