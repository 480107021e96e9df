import type { MemoryStore } from "../memory/memory-store.ts";
import { isRefusal, StoreError } from "../store-error.ts";
import type { RecoverableStore, Store, StoreHealth, StoreLog } from "../store.ts";
import { restoreLeases, restoreSessions } from "./restore.ts";
import { WriteJournal, type Write } from "./write-journal.ts";

type Read<Value> = (store: Store) => Promise<Value>;
type Learn<Value> = (value: Value, standIn: MemoryStore) => Promise<void>;

interface WriteManner {
  /** What it takes to remember it. */
  readonly octets: number;
  /** How the memory learns of it before the store fails, if it has to. */
  readonly mirror?: Write;
  /** What is written once the store is back, where that is not the same; the last of each key is enough. */
  readonly later?: { readonly key: string; readonly write: Write };
}

/** A hiccup is over before anybody reads of it. */
const FIRST_RETRY_MS = 250;
/** Mailboxes may have to wait for it, and whoever repairs it wants to see it soon. */
const LAST_RETRY_MS = 5_000;
/** A store that fails again sooner than this was not back. */
const STEADY_MS = 60_000;

/**
 * Decides who answers: the store, or the memory that stands in for it while it fails. Tries it again
 * with longer and longer waits; what was written meanwhile is then written to it first.
 */
export class StoreGuard {
  readonly #store: RecoverableStore;
  readonly #standIn: MemoryStore;
  readonly #log: StoreLog;
  readonly #journal = new WriteJournal();
  readonly #listeners = new Set<(health: StoreHealth) => void>();
  #health: StoreHealth = { kind: "ok" };
  #wellSince = 0;
  #retryMs = FIRST_RETRY_MS;
  #retry: NodeJS.Timeout | undefined;
  #recovery: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(store: RecoverableStore, standIn: MemoryStore, log: StoreLog) {
    this.#store = store;
    this.#standIn = standIn;
    this.#log = log;
  }

  get health(): StoreHealth {
    return this.#health;
  }

  onHealth(listener: (health: StoreHealth) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The first try. Whatever comes of it, the guard can be used afterwards. */
  async start(): Promise<void> {
    try {
      await this.#store.recover();
      this.#wellSince = performance.now();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What the store answers, or else the memory. @param learn what the memory should know of it */
  async read<Value>(read: Read<Value>, learn?: Learn<Value>): Promise<Value> {
    const answer = await this.#ask(read, learn);
    return answer === undefined ? read(this.#standIn) : answer.value;
  }

  /**
   * The same for what only one gateway may have: the memory answers while this one is alone. Where
   * there are others, they may still reach the store.
   *
   * @throws StoreError `unavailable`
   */
  async readAlone<Value>(read: Read<Value>, learn?: Learn<Value>): Promise<Value> {
    const answer = await this.#ask(read, learn);
    if (answer !== undefined) return answer.value;
    if (this.#store.isShared) throw new StoreError("unavailable", "other gateways may reach the store");
    return read(this.#standIn);
  }

  /** @throws StoreError `limit`, `overtaken`, `gap` */
  async write(write: Write, { octets, mirror, later }: WriteManner): Promise<void> {
    if (this.#health.kind === "ok") {
      try {
        await write(this.#store);
        await mirror?.(this.#standIn).catch(unlessRefused);
        return;
      } catch (error) {
        this.#fail(error);
      }
    }
    this.#journal.add(later?.write ?? write, octets, later?.key);
    await (mirror ?? write)(this.#standIn);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#recovery;
    await this.#store.close();
  }

  async #ask<Value>(read: Read<Value>, learn?: Learn<Value>): Promise<{ readonly value: Value } | undefined> {
    if (this.#health.kind !== "ok") return undefined;
    try {
      const value = await read(this.#store);
      await learn?.(value, this.#standIn).catch(unlessRefused);
      return { value };
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** @throws the error, if it is the caller's fault and not the store's */
  #fail(error: unknown): void {
    if (isRefusal(error)) throw error;
    // One failure is noticed by everybody who waits.
    if (this.#health.kind === "failed") return;
    const isFlapping = performance.now() - this.#wellSince < STEADY_MS;
    this.#retryMs = isFlapping ? Math.min(this.#retryMs * 2, LAST_RETRY_MS) : FIRST_RETRY_MS;
    const reason = reasonOf(error);
    this.#log.warn(`the store fails, memory stands in for it until it is back: ${reason}`);
    this.#scheduleRetry();
    this.#become({ kind: "failed", reason });
  }

  #scheduleRetry(): void {
    if (this.#isClosed) return;
    this.#retry = setTimeout(() => {
      this.#recovery = this.#recover();
    }, this.#retryMs).unref();
  }

  async #recover(): Promise<void> {
    try {
      const isEmptied = await this.#store.recover();
      await restoreLeases(this.#standIn, this.#store);
      if (isEmptied) await restoreSessions(this.#standIn, this.#store);
      const [losses, refusals] = await this.#replay();
      const lost = losses === 0 ? "" : `; ${losses} changes were too many to keep meanwhile and are lost`;
      const refused = refusals === 0 ? "" : `; ${refusals} were refused, for it holds later ones`;
      this.#log.warn(`the store is back${isEmptied ? ", empty" : ""}${lost}${refused}`);
    } catch {
      // Told when it began; it goes on.
      this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
      this.#scheduleRetry();
      return;
    }
    this.#standIn.readStates.clear();
    this.#wellSince = performance.now();
    this.#become({ kind: "ok" });
  }

  async #replay(): Promise<[losses: number, refusals: number]> {
    let [losses, refusals] = [0, 0];
    // Something may be written in the moment between the end of a replay and the news of it.
    do {
      const replayed = await this.#journal.replay(this.#store);
      losses += replayed.losses;
      refusals += replayed.refusals;
    } while (!this.#journal.isEmpty);
    return [losses, refusals];
  }

  #become(health: StoreHealth): void {
    this.#health = health;
    for (const listener of this.#listeners) listener(health);
  }
}

/** The memory is full, and will know less when the store fails, or it knows a later one: nothing is wrong now. */
function unlessRefused(error: unknown): void {
  if (!isRefusal(error)) throw error;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
