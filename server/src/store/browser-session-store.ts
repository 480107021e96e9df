/** What is kept of a browser session: a hash of its secret, never the secret. */
export interface BrowserSessionRecord {
  readonly id: string;
  /** SHA-256. */
  readonly secretHash: Buffer;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/**
 * Where browser sessions are kept. Asynchronous, since a store may be another machine. Whatever a
 * browser session owns in the store goes with it.
 */
export interface BrowserSessionStore {
  get(id: string): Promise<BrowserSessionRecord | undefined>;
  /** Begins one, or moves its expiry. */
  set(record: BrowserSessionRecord): Promise<void>;
  delete(id: string): Promise<void>;
  /**
   * Removes what expired before this time.
   *
   * @returns the ids that ended: those removed, and those that this gateway knew and that are gone
   *   because another gateway ended them or the store let them expire
   */
  deleteExpired(now: number): Promise<string[]>;
}
