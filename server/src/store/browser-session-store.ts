/** What is kept of a browser session: nothing of it opens anything without its cookie. */
export interface BrowserSessionRecord {
  readonly id: string;
  /** Keyed hash of the cookie's secret, never the secret. */
  readonly secretHash: Buffer;
  /** What the session's mailboxes are sealed with, itself sealed under the cookie's secret. */
  readonly sealedKey: Buffer;
  /** Milliseconds since the Unix epoch; moves with use. */
  readonly expiresAt: number;
  /** Milliseconds since the Unix epoch, past which `expiresAt` does not move. */
  readonly endsAt: number;
}

/**
 * Where browser sessions are kept. Asynchronous, since a store may be another machine. Whatever a
 * browser session owns in the store goes with it.
 */
export interface BrowserSessionStore {
  get(id: string): Promise<BrowserSessionRecord | undefined>;
  /** Begins one, or writes it whole. */
  set(record: BrowserSessionRecord): Promise<void>;
  /** Moves the expiry of one that is there, and nothing else: a cookie that was replaced meanwhile stays so. */
  touch(id: string, expiresAt: number): Promise<void>;
  /**
   * Writes one whole, in one step with the check that its secret is still the former one: of two that
   * replace it at once one succeeds.
   *
   * @returns whether it did
   */
  replace(record: BrowserSessionRecord, formerHash: Buffer): Promise<boolean>;
  delete(id: string): Promise<void>;
  /**
   * Removes what expired before this time.
   *
   * @returns the ids that ended: those removed, and those that this gateway knew and that are gone
   *   because another gateway ended them or the store let them expire
   */
  deleteExpired(now: number): Promise<string[]>;
}
