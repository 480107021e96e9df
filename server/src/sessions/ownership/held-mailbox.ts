import { createHash, timingSafeEqual } from "node:crypto";
import type { Account } from "../connection/account.ts";
import { MailSession, type MailSessionOptions } from "../mail-session.ts";
import type { SessionSnapshot } from "../connection/session-snapshot.ts";
import { lighterForms, writeKeptMailbox, type KeptMailbox } from "./kept-mailbox.ts";
import { LatestWriter } from "./latest-writer.ts";
import type { LeaseDesk } from "./lease-desk.ts";
import type { Holding, MailboxLease } from "./mailbox-lease.ts";
import type { MailboxKeeper } from "./mailbox-keeper.ts";

export interface HeldMailboxOptions {
  readonly ownerId: string;
  /** The maildrop's keyed hash. */
  readonly key: string;
  readonly secret: () => string;
  readonly desk: LeaseDesk;
  readonly keeper: MailboxKeeper;
  readonly onError: (message: string, error: unknown) => void;
  readonly session: Pick<
    MailSessionOptions,
    | "id"
    | "account"
    | "dial"
    | "cache"
    | "searcher"
    | "deadlines"
    | "releaseAfterMs"
    | "checkEveryMs"
    | "snapshot"
    | "readState"
  >;
}

/** A mailbox of one browser session in this gateway: its session, its lease, its password, what is kept of it. */
export class HeldMailbox implements Holding {
  readonly session: MailSession;
  readonly lease: MailboxLease;
  readonly ownerId: string;
  readonly key: string;
  readonly #options: HeldMailboxOptions;
  readonly #writer: LatestWriter<SessionSnapshot>;
  #secret: () => string;
  #snapshot: SessionSnapshot;
  /** Nothing is kept of a sign-in that has not succeeded, nor of a mailbox that is gone. */
  #isKept: boolean;
  /** The latest snapshot waits for the browser: nothing can be sealed while it is not here. */
  #isUnwritten = false;

  constructor(options: HeldMailboxOptions) {
    const { snapshot, account } = options.session;
    this.#options = options;
    this.ownerId = options.ownerId;
    this.key = options.key;
    this.#secret = options.secret;
    this.#isKept = snapshot !== undefined;
    this.#snapshot = snapshot ?? { account, marks: [], revision: 0 };
    this.#writer = new LatestWriter((latest) => this.#write(latest));
    this.lease = options.desk.leaseFor(options.key, this, snapshot !== undefined);
    this.session = new MailSession({
      ...options.session,
      secret: () => this.#secret(),
      lease: this.lease,
      keep: (latest) => this.#keep(latest),
    });
  }

  get id(): string {
    return this.session.id;
  }

  get account(): Account {
    return this.#options.session.account;
  }

  get secret(): () => string {
    return this.#secret;
  }

  get hasLease(): boolean {
    return this.#options.desk.holdingOf(this.key) === this;
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
    await this.#keep(this.#snapshot);
  }

  /** The sign-in has succeeded: from now on the mailbox is kept. */
  async keepFromNow(): Promise<void> {
    this.#isKept = true;
    await this.#keep(this.session.snapshot());
  }

  /** Its browser is here: what could not be sealed before can be now. */
  browserArrived(): void {
    if (this.#isUnwritten) void this.#keep(this.#snapshot);
  }

  async handOver(): Promise<void> {
    const over = this.session.handOver();
    await this.lease.release();
    await over;
  }

  lapse(): void {
    this.session.leaseLapsed();
  }

  /** Ends the session without QUIT. What is kept stays, and is what was last true. */
  async close(): Promise<void> {
    await this.session.close();
    await this.#writer.settled();
    this.#isKept = false;
    await this.lease.release();
  }

  /** Signs out: what is kept goes too. */
  async forget(): Promise<void> {
    this.#isKept = false;
    // A write under way would bring it back.
    await this.#writer.settled();
    // Not after the session has ended, which a server may delay: whoever signs out means it.
    await Promise.all([this.#options.keeper.forget(this.ownerId, this.id), this.close()]);
  }

  /** A failure breaks no action: what is not kept is lost at a restart, and never a message. */
  async #keep(snapshot: SessionSnapshot): Promise<void> {
    this.#snapshot = snapshot;
    if (!this.#isKept) return;
    try {
      await this.#writer.put(snapshot);
    } catch (error) {
      if (codeOf(error) === "no-session") this.#isUnwritten = true;
      else this.#options.onError("a mailbox could not be kept", error);
    }
  }

  async #write(snapshot: SessionSnapshot): Promise<void> {
    if (!this.#isKept) return;
    const kept = { password: this.#secret(), snapshot };
    const forms = [kept, ...lighterForms(kept)];
    for (const [index, form] of forms.entries()) {
      try {
        await this.#seal(form);
        break;
      } catch (error) {
        if (codeOf(error) !== "limit" || index === forms.length - 1) throw error;
        this.#options.onError("a mailbox has too many marks to be kept: kept with fewer", error);
      }
    }
    this.#isUnwritten = false;
  }

  async #seal(kept: KeptMailbox): Promise<void> {
    const octets = await writeKeptMailbox(kept);
    await this.#options.keeper.keep(this.ownerId, { mailboxId: this.id, octets });
  }
}

/** In a time that tells nothing of how much of it is right. */
function isSame(secret: string, candidate: string): boolean {
  const [left, right] = [secret, candidate].map((text) => createHash("sha256").update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
