import { randomBytes } from "node:crypto";
import type { MessageCache } from "../messages/message-cache.ts";
import type { Dial } from "../pop3/opening/connection.ts";
import type { Deadlines } from "../pop3/deadlines.ts";
import type { Account } from "./connection/account.ts";
import { MailSession } from "./mail-session.ts";
import { KeyedQueue } from "./keyed-queue.ts";
import { SessionPlaces, type PlaceLimits } from "./session-places.ts";

export interface SessionLimits extends PlaceLimits {
  readonly releaseAfterMs: number;
}

/** Who signs in to what. */
export interface SignInRequest {
  /** The browser session. */
  readonly ownerId: string;
  /** What the client's address counts as. */
  readonly address: string;
  readonly account: Account;
  /** Opens the password for a login; called again at each reconnect. */
  readonly secret: () => string;
}

export interface SessionManagerOptions {
  readonly dial: Dial;
  readonly cache: MessageCache;
  readonly deadlines: Deadlines;
  readonly limits: SessionLimits;
}

interface Held {
  readonly session: MailSession;
  readonly leavePlace: () => void;
}

/** All live mailboxes, by the browser session that owns them. */
export class SessionManager {
  readonly #options: SessionManagerOptions;
  readonly #owners = new Map<string, Map<string, Held>>();
  /** Sign-ins under way, to be given up when their browser session ends. */
  readonly #opening = new Map<string, Set<MailSession>>();
  readonly #changeListeners = new Set<(ownerId: string) => void>();

  readonly #places: SessionPlaces;
  /** Two tabs that sign in to one account at once get one mailbox. */
  readonly #signIns = new KeyedQueue();

  constructor(options: SessionManagerOptions) {
    this.#options = options;
    this.#places = new SessionPlaces(options.limits);
  }

  /** Live mailboxes, sign-ins under way included. */
  get count(): number {
    return this.#places.taken;
  }

  /**
   * Signs in to a mailbox. One that the same browser already holds is given back as it is.
   *
   * @throws Pop3Error with its stage; SessionError `too-many-sessions`
   */
  open(request: SignInRequest, signal?: AbortSignal): Promise<MailSession> {
    const { ownerId, account, secret } = request;
    return this.#signIns.run(`${ownerId} ${accountName(account)}`, async () => {
      const name = accountName(account);
      const existing = this.of(ownerId).find((session) => accountName(session.account) === name);
      if (existing?.knowsSecret(secret()) === true) return existing;
      return this.#signIn(request, signal);
    });
  }

  of(ownerId: string): MailSession[] {
    return [...(this.#owners.get(ownerId)?.values() ?? [])].map(({ session }) => session);
  }

  find(ownerId: string, mailboxId: string): MailSession | undefined {
    return this.#owners.get(ownerId)?.get(mailboxId)?.session;
  }

  /** Hears when an owner's mailboxes become more or fewer. @returns what ends the subscription */
  onChange(listener: (ownerId: string) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  async close(ownerId: string, mailboxId: string): Promise<void> {
    const sessions = this.#owners.get(ownerId);
    const held = sessions?.get(mailboxId);
    if (sessions === undefined || held === undefined) return;
    sessions.delete(mailboxId);
    if (sessions.size === 0) this.#owners.delete(ownerId);
    await held.session.close();
    held.leavePlace();
    this.#changed(ownerId);
  }

  /** Gives up its sign-ins under way too. */
  async closeOwner(ownerId: string): Promise<void> {
    const opening = [...(this.#opening.get(ownerId) ?? [])].map((session) => session.close());
    const open = this.of(ownerId).map(({ id }) => this.close(ownerId, id));
    await Promise.all([...opening, ...open]);
  }

  /** Closes everything without QUIT: nothing is deleted. */
  async shutdown(): Promise<void> {
    const owners = new Set([...this.#owners.keys(), ...this.#opening.keys()]);
    await Promise.all([...owners].map((ownerId) => this.closeOwner(ownerId)));
  }

  async #signIn(request: SignInRequest, signal: AbortSignal | undefined): Promise<MailSession> {
    const { ownerId, address, account, secret } = request;
    const leavePlace = this.#places.take(ownerId, address);
    const { dial, cache, deadlines, limits } = this.#options;
    const session = new MailSession({
      id: randomBytes(9).toString("base64url"),
      account,
      secret,
      dial,
      cache,
      deadlines,
      releaseAfterMs: limits.releaseAfterMs,
    });
    const opening = this.#opening.get(ownerId) ?? new Set<MailSession>();
    this.#opening.set(ownerId, opening.add(session));
    try {
      await session.open(signal);
    } catch (error) {
      await session.close();
      leavePlace();
      throw error;
    } finally {
      opening.delete(session);
      if (opening.size === 0) this.#opening.delete(ownerId);
    }
    const sessions = this.#owners.get(ownerId) ?? new Map<string, Held>();
    this.#owners.set(ownerId, sessions.set(session.id, { session, leavePlace }));
    this.#changed(ownerId);
    return session;
  }

  #changed(ownerId: string): void {
    for (const listener of this.#changeListeners) listener(ownerId);
  }
}

/** The same for the same maildrop, however its server's name is written. */
function accountName({ user, server }: Account): string {
  return `${server.host.toLowerCase()}:${server.port} ${user}`;
}
