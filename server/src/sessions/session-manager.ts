import { randomBytes } from "node:crypto";
import type { MessageCache } from "../messages/message-cache.ts";
import type { Dial } from "../pop3/opening/connection.ts";
import type { Deadlines } from "../pop3/deadlines.ts";
import type { Account } from "./connection/account.ts";
import { MailSession } from "./mail-session.ts";
import { SessionError } from "./session-error.ts";

export interface SessionLimits {
  /** In all. */
  readonly sessions: number;
  /** For one browser session. */
  readonly perOwner: number;
  readonly releaseAfterMs: number;
}

export interface SessionManagerOptions {
  readonly dial: Dial;
  readonly cache: MessageCache;
  readonly deadlines: Deadlines;
  readonly limits: SessionLimits;
}

/** All live mailboxes, by the browser session that owns them. */
export class SessionManager {
  readonly #options: SessionManagerOptions;
  readonly #owners = new Map<string, Map<string, MailSession>>();
  /** Sign-ins under way count too: a limit that is only checked before a slow login is none. */
  readonly #opening = new Map<string, Set<MailSession>>();
  readonly #changeListeners = new Set<(ownerId: string) => void>();

  constructor(options: SessionManagerOptions) {
    this.#options = options;
  }

  /** Live mailboxes, sign-ins under way included. */
  get count(): number {
    let count = 0;
    for (const sessions of this.#owners.values()) count += sessions.size;
    for (const opening of this.#opening.values()) count += opening.size;
    return count;
  }

  /**
   * Signs in to a mailbox. One that the same browser already holds is given back as it is.
   *
   * @param secret opens the password for a login; called again at each reconnect
   * @throws Pop3Error with its stage; SessionError `too-many-sessions`
   */
  async open(
    ownerId: string,
    account: Account,
    secret: () => string,
    signal?: AbortSignal,
  ): Promise<MailSession> {
    const existing = this.of(ownerId).find((session) => isSameAccount(session.account, account));
    if (existing?.knowsSecret(secret()) === true) return existing;
    this.#requireRoom(ownerId);
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
      throw error;
    } finally {
      opening.delete(session);
      if (opening.size === 0) this.#opening.delete(ownerId);
    }
    const sessions = this.#owners.get(ownerId) ?? new Map<string, MailSession>();
    this.#owners.set(ownerId, sessions.set(session.id, session));
    this.#changed(ownerId);
    return session;
  }

  of(ownerId: string): MailSession[] {
    return [...(this.#owners.get(ownerId)?.values() ?? [])];
  }

  find(ownerId: string, mailboxId: string): MailSession | undefined {
    return this.#owners.get(ownerId)?.get(mailboxId);
  }

  /** Hears when an owner's mailboxes become more or fewer. @returns what ends the subscription */
  onChange(listener: (ownerId: string) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  async close(ownerId: string, mailboxId: string): Promise<void> {
    const sessions = this.#owners.get(ownerId);
    const session = sessions?.get(mailboxId);
    if (sessions === undefined || session === undefined) return;
    sessions.delete(mailboxId);
    if (sessions.size === 0) this.#owners.delete(ownerId);
    await session.close();
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

  #requireRoom(ownerId: string): void {
    const { sessions, perOwner } = this.#options.limits;
    const own = (this.#owners.get(ownerId)?.size ?? 0) + (this.#opening.get(ownerId)?.size ?? 0);
    if (own >= perOwner) {
      throw new SessionError("too-many-sessions", `this browser holds ${perOwner} mailboxes already`);
    }
    if (this.count >= sessions) {
      throw new SessionError("too-many-sessions", "this gateway is full; try again later");
    }
  }

  #changed(ownerId: string): void {
    for (const listener of this.#changeListeners) listener(ownerId);
  }
}

function isSameAccount(left: Account, right: Account): boolean {
  return (
    left.user === right.user &&
    left.server.host.toLowerCase() === right.server.host.toLowerCase() &&
    left.server.port === right.server.port
  );
}
