import type { BrowserSessionRecord, BrowserSessionStore } from "../browser-session-store.ts";

/**
 * More browsers than one gateway has mailboxes for, many times over. Beyond it, whoever was away
 * longest signs in again.
 */
export const MAX_BROWSER_SESSIONS = 100_000;

/** Browser sessions for one process: a restart signs everybody out. */
export class MemoryBrowserSessions implements BrowserSessionStore {
  /** The one that was renewed longest ago first. */
  readonly #records = new Map<string, BrowserSessionRecord>();
  readonly #ended: (id: string) => void;

  /** @param ended hears of every session that goes, by whatever way */
  constructor(ended: (id: string) => void = () => {}) {
    this.#ended = ended;
  }

  async get(id: string): Promise<BrowserSessionRecord | undefined> {
    return this.#records.get(id);
  }

  async set(record: BrowserSessionRecord): Promise<void> {
    this.#records.delete(record.id);
    this.#records.set(record.id, record);
    const [oldest] = this.#records.keys();
    if (this.#records.size > MAX_BROWSER_SESSIONS && oldest !== undefined) this.#remove(oldest);
  }

  async touch(id: string, expiresAt: number): Promise<void> {
    const record = this.#records.get(id);
    if (record !== undefined) await this.set({ ...record, expiresAt });
  }

  async replace(record: BrowserSessionRecord, formerHash: Buffer): Promise<boolean> {
    const former = this.#records.get(record.id);
    if (former?.secretHash.equals(formerHash) !== true) return false;
    await this.set(record);
    return true;
  }

  async delete(id: string): Promise<void> {
    this.#remove(id);
  }

  async deleteExpired(now: number): Promise<string[]> {
    const expired = [...this.#records.values()].filter(({ expiresAt }) => expiresAt <= now);
    for (const { id } of expired) this.#remove(id);
    return expired.map(({ id }) => id);
  }

  has(id: string): boolean {
    return this.#records.has(id);
  }

  all(): BrowserSessionRecord[] {
    return [...this.#records.values()];
  }

  #remove(id: string): void {
    this.#records.delete(id);
    this.#ended(id);
  }
}
