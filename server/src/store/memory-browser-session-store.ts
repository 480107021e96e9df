import type { BrowserSessionRecord, BrowserSessionStore } from "./browser-session-store.ts";

/** Browser sessions for one process: a restart signs everybody out. */
export class MemoryBrowserSessionStore implements BrowserSessionStore {
  readonly #records = new Map<string, BrowserSessionRecord>();

  async get(id: string): Promise<BrowserSessionRecord | undefined> {
    return this.#records.get(id);
  }

  async set(record: BrowserSessionRecord): Promise<void> {
    this.#records.set(record.id, record);
  }

  async delete(id: string): Promise<void> {
    this.#records.delete(id);
  }

  async deleteExpired(now: number): Promise<string[]> {
    const expired = [...this.#records.values()].filter(({ expiresAt }) => expiresAt <= now);
    for (const { id } of expired) this.#records.delete(id);
    return expired.map(({ id }) => id);
  }
}
