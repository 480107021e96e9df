/** What is kept of a browser session: a hash of its secret, never the secret. */
export interface BrowserSessionRecord {
  readonly id: string;
  /** SHA-256. */
  readonly secretHash: Buffer;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** Where browser sessions are kept. Asynchronous, since a store may be another machine. */
export interface BrowserSessionStore {
  get(id: string): Promise<BrowserSessionRecord | undefined>;
  set(record: BrowserSessionRecord): Promise<void>;
  delete(id: string): Promise<void>;
  /** Removes what expired before this time. @returns their ids */
  deleteExpired(now: number): Promise<string[]>;
}
