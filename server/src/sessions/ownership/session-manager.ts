import { randomBytes } from "node:crypto";
import type { RefreshReport } from "@popgate/shared/api/mailbox";
import type { MessageCache } from "../../messages/store/message-cache.ts";
import type { MessageSearcher } from "../../messages/thread/message-searcher.ts";
import type { Deadlines } from "../../pop3/deadlines.ts";
import type { Dial } from "../../pop3/opening/connection.ts";
import type { LeaseStore } from "../../store/lease-store.ts";
import type { MaildropOwnerStore } from "../../store/maildrop-owner-store.ts";
import type { Account } from "../login/account.ts";
import type { ReadStateOptions } from "../list/read-state.ts";
import type { MailSession } from "../mail-session.ts";
import type { LoggedFailure } from "../broadcast/failure-log.ts";
import { SessionError } from "../work/session-error.ts";
import { OwnedMailbox } from "./owned-mailbox.ts";
import { KeyedQueue } from "../work/queues.ts";
import { LeaseManager } from "../leases/lease-manager.ts";
import type { MailboxRecords } from "../keeping/mailbox-records.ts";
import { OwnerMailboxes } from "./owner-mailboxes.ts";
import { provePassword } from "./prove-password.ts";
import { Restorer, type NewMailbox } from "./restorer.ts";
import { SessionPlaces, type PlaceLimits } from "./session-places.ts";
import { SignedInElsewhere } from "./signed-in-elsewhere.ts";
import { firstSignIn, orClose } from "./first-sign-in.ts";

export interface SessionLimits extends PlaceLimits {
  readonly releaseAfterMs: number;
  readonly checkEveryMs?: number;
}

/** Who signs in to what. */
export interface SignInRequest {
  /** The browser session. */
  readonly ownerId: string;
  /** What the client's address counts as. */
  readonly address: string;
  /** The client's address itself, for a server that is told of it. */
  readonly clientAddress?: string;
  readonly account: Account;
  /** Opens the password for a login; called again at each reconnect. */
  readonly secret: () => string;
  /** Another browser session that has the maildrop is made to let go. */
  readonly takesOver: boolean;
  /**
   * Called when the sign-in has succeeded, before the mailbox is one of the browser session's: if it fails,
   * so does the sign-in.
   */
  readonly onAdmitted?: () => Promise<void>;
}

export interface SessionManagerOptions {
  readonly dial: Dial;
  readonly cache: MessageCache;
  readonly searcher: MessageSearcher;
  readonly deadlines: Deadlines;
  readonly limits: SessionLimits;
  readonly records: MailboxRecords;
  readonly leases: LeaseStore;
  readonly maildropOwners: MaildropOwnerStore;
  /** For tests. */
  readonly leaseTtlMs?: number;
  /** The same for the same maildrop, however it is written, and for every gateway that shares the store. */
  readonly maildropKey: (account: Account) => string;
  /** What is remembered of an account's messages, by the key of its maildrop. */
  readonly readStateOf?: (key: string) => ReadStateOptions;
  /** A kept account as it is configured today; undefined if it may not be opened any more. */
  readonly accountNow: (account: Account) => Account | undefined;
  readonly onError: (message: string, error: unknown) => void;
  /** A mailbox that is signed in failed of its server, or of the way there. */
  readonly onFailure?: (failure: LoggedFailure) => void;
}

/** All mailboxes of this gateway, by the browser session that owns them. */
export class SessionManager {
  readonly #options: SessionManagerOptions;
  readonly #owners = new OwnerMailboxes();
  readonly #places: SessionPlaces;
  readonly #leases: LeaseManager;
  /** Two tabs that sign in to one account at once get one mailbox. */
  readonly #signIns = new KeyedQueue();
  readonly #restorer: Restorer;
  readonly #elsewhere: SignedInElsewhere;

  constructor(options: SessionManagerOptions) {
    this.#options = options;
    this.#places = new SessionPlaces(options.limits);
    this.#leases = new LeaseManager({
      store: options.leases,
      ttlMs: options.leaseTtlMs,
      onMove: (ownerId, key) => this.#owners.moveAway(ownerId, key),
      onError: (error) => options.onError("a mailbox could not be let go", error),
    });
    const { records, maildropOwners, maildropKey, accountNow, onError } = options;
    this.#elsewhere = new SignedInElsewhere({ owners: this.#owners, maildropOwners, records });
    this.#restorer = new Restorer({
      owners: this.#owners,
      places: this.#places,
      leases: this.#leases,
      records,
      accountNow,
      maildropKey,
      make: (mailbox) => this.#make(mailbox),
      onError,
    });
  }

  /** Live mailboxes, sign-ins under way included. */
  get count(): number {
    return this.#places.taken;
  }

  /**
   * Signs in to a mailbox. One that the same browser already has is given back as it is.
   *
   * @throws Pop3Error with its stage; SessionError as `SessionPlaces.take`, `in-use-here`, `store-unreachable`
   */
  open(request: SignInRequest, signal?: AbortSignal): Promise<MailSession> {
    const key = this.#options.maildropKey(request.account);
    return this.#signIns.run(`${request.ownerId} ${key}`, async () => {
      const existing = this.#owners.of(request.ownerId).find((mailbox) => mailbox.key === key);
      const mailbox =
        existing === undefined
          ? await this.#signIn(key, request, signal)
          : await this.#signInAgain(existing, request, signal);
      return mailbox.session;
    });
  }

  /** Whether a browser session has a mailbox, or a sign-in under way. */
  has(ownerId: string): boolean {
    return this.#owners.has(ownerId);
  }

  of(ownerId: string): MailSession[] {
    return this.#owners.of(ownerId).map(({ session }) => session);
  }

  find(ownerId: string, mailboxId: string): MailSession | undefined {
    return this.#owners.find(ownerId, mailboxId)?.session;
  }

  /**
   * Takes a mailbox back from another browser session.
   *
   * @throws Pop3Error if its password is no longer right; SessionError `in-use-here` if the other one
   *   does not let go in time, `not-found`
   */
  async takeOver(ownerId: string, mailboxId: string): Promise<RefreshReport> {
    const mailbox = this.#require(ownerId, mailboxId);
    await this.#obtainLease(mailbox);
    return mailbox.session.takeOver();
  }

  /**
   * Brings back what an earlier process, or another gateway, kept for this browser session. The
   * mailboxes stand released until somebody looks at them. To be called whenever the browser shows
   * its cookie, before anything is looked up.
   */
  async restore(ownerId: string, address: string, clientAddress?: string): Promise<void> {
    for (const mailbox of this.#owners.of(ownerId)) mailbox.browserArrived(clientAddress);
    await this.#restorer.restore(ownerId, address, clientAddress);
  }

  /** Hears when an owner's mailboxes become more or fewer. @returns what ends the subscription */
  onChange(listener: (ownerId: string) => void): () => void {
    return this.#owners.onChange(listener);
  }

  /** Hears when a browser session goes on at another gateway. @returns what ends the subscription */
  onMove(listener: (ownerId: string) => void): () => void {
    return this.#owners.onMove(listener);
  }

  /** Signs out of one mailbox, and keeps nothing of it. */
  async close(ownerId: string, mailboxId: string): Promise<void> {
    await this.#owners.remove(ownerId, mailboxId, (mailbox) => mailbox.forget());
  }

  /** Other browsers that are signed in to the same maildrop. @throws SessionError `not-found`; StoreError */
  async countElsewhere(ownerId: string, mailboxId: string): Promise<number> {
    return this.#elsewhere.count(this.#require(ownerId, mailboxId));
  }

  /**
   * Signs all other browsers out of the same maildrop, and keeps nothing of it for them.
   *
   * @returns the browser sessions that have no mailbox left
   * @throws SessionError `not-found`; StoreError
   */
  async closeElsewhere(ownerId: string, mailboxId: string): Promise<string[]> {
    return this.#elsewhere.close(this.#require(ownerId, mailboxId));
  }

  /** Another gateway has signed it out, and nothing is kept of it any more. */
  async closeGone(ownerId: string, mailboxId: string): Promise<void> {
    await this.#owners.remove(ownerId, mailboxId, (mailbox) => mailbox.close());
  }

  /** The browser session has ended, and with it what was kept. Gives up its sign-ins under way too. */
  closeOwner(ownerId: string): Promise<void> {
    this.#restorer.forget(ownerId);
    return this.#owners.removeAll(ownerId);
  }

  /** Closes everything without QUIT: nothing is deleted, and what is kept stays for the next gateway. */
  async shutdown(): Promise<void> {
    this.#leases.close();
    await Promise.all(this.#owners.ids.map((ownerId) => this.#owners.removeAll(ownerId)));
  }

  /** @throws SessionError `not-found` */
  #require(ownerId: string, mailboxId: string): OwnedMailbox {
    const mailbox = this.#owners.find(ownerId, mailboxId);
    if (mailbox === undefined) throw new SessionError("not-found", "no such mailbox");
    return mailbox;
  }

  async #signIn(key: string, request: SignInRequest, signal: AbortSignal | undefined): Promise<OwnedMailbox> {
    const { ownerId, address, clientAddress, account, secret, takesOver, onAdmitted } = request;
    const leavePlace = this.#places.take(ownerId, address);
    const opening = this.#owners.opening(ownerId);
    try {
      const make = () => opening.add(this.#make({ ownerId, clientAddress, id: randomId(), account, secret }));
      const mailbox = await firstSignIn(this.#leases, { make, key, secret, takesOver, signal });
      await orClose(mailbox, async () => {
        opening.require();
        await onAdmitted?.();
        opening.require();
      });
      this.#owners.add(mailbox, leavePlace);
      await mailbox.keepFromNow();
      return mailbox;
    } catch (error) {
      leavePlace();
      throw error;
    } finally {
      opening.end();
    }
  }

  /** The mailbox stays what it is, whichever right password opens it. */
  async #signInAgain(
    mailbox: OwnedMailbox,
    { account, secret, takesOver, onAdmitted }: SignInRequest,
    signal: AbortSignal | undefined,
  ): Promise<OwnedMailbox> {
    const { deadlines } = this.#options;
    if (mailbox.knowsSecret(secret()) !== true) {
      await provePassword({ account, secret, dial: mailbox.dial, deadlines, signal });
      await mailbox.replaceSecret(secret);
    }
    if (!mailbox.hasLease && (await this.#leases.isHeld(mailbox.key))) {
      if (!takesOver) throw new SessionError("in-use-here", "another browser session has the mailbox");
      await mailbox.lease.admit(true);
      await mailbox.session.takeOver();
    }
    await onAdmitted?.();
    return mailbox;
  }

  /** A password that was right once may have been changed since: it must not throw out who has the new one. */
  async #obtainLease(mailbox: OwnedMailbox): Promise<void> {
    const { account, key, secret, dial } = mailbox;
    const { deadlines } = this.#options;
    if (mailbox.hasLease) return;
    const isProvedHere = this.#leases.holdingOf(key)?.knowsSecret(secret()) === true;
    if (!isProvedHere && (await this.#leases.isHeld(key))) {
      await provePassword({ account, secret, dial, deadlines });
    }
    await mailbox.lease.admit(true);
  }

  #make({ account, ...whose }: NewMailbox): OwnedMailbox {
    const { dial, cache, searcher, deadlines, limits, onFailure } = this.#options;
    const { records, maildropOwners, maildropKey, onError } = this.#options;
    const { releaseAfterMs, checkEveryMs } = limits;
    const key = maildropKey(account);
    const readState = this.#options.readStateOf?.(key);
    return new OwnedMailbox({
      ...whose,
      account,
      key,
      leases: this.#leases,
      records,
      maildropOwners,
      onError,
      session: { dial, cache, searcher, deadlines, releaseAfterMs, checkEveryMs, readState, onFailure },
    });
  }
}

/** 72 bits: no two mailboxes of a browser will ever share one. */
function randomId(): string {
  return randomBytes(9).toString("base64url");
}
