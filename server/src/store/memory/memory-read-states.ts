import { hashKey, hashSet, mergeChanges, packKeys, requireHashes } from "../packed-uid-hashes.ts";
import type { FlagChange, PackedUidHashes, ReadState, ReadStateStore } from "../read-state-store.ts";

/** Accounts remembered by one process: as many as it may have mailboxes. */
const MAX_ACCOUNTS = 1_000;
/** Of one account; beyond it, the oldest is forgotten. A hundred octets each. */
const MAX_FLAGS = 100_000;

interface Flags {
  readonly seen: boolean;
  readonly starred: boolean;
}

interface AccountState {
  readonly flags: Map<string, Flags>;
  known: PackedUidHashes | undefined;
}

/** Read, starred and known messages for one process. */
export class MemoryReadStates implements ReadStateStore {
  /** The one that was used longest ago first. */
  readonly #accounts = new Map<string, AccountState>();

  async load(account: string): Promise<ReadState> {
    const { flags, known } = this.#accounts.get(account) ?? { flags: new Map<string, Flags>() };
    const having = (flag: keyof Flags) =>
      packKeys([...flags].filter(([, state]) => state[flag]).map(([key]) => key));
    return { seen: await having("seen"), starred: await having("starred"), known };
  }

  async change(account: string, changes: readonly FlagChange[]): Promise<void> {
    const merged = mergeChanges(changes);
    const { flags } = this.#use(account);
    for (const { uidHash, seen, starred } of merged) {
      const key = hashKey(uidHash);
      const before = flags.get(key);
      flags.delete(key);
      flags.set(key, { seen: seen ?? before?.seen ?? false, starred: starred ?? before?.starred ?? false });
      const [oldest] = flags.keys();
      if (flags.size > MAX_FLAGS && oldest !== undefined) flags.delete(oldest);
    }
  }

  async setKnown(account: string, known: PackedUidHashes): Promise<void> {
    requireHashes(known);
    // Not a part of some larger buffer, which it would keep alive.
    this.#use(account).known = Buffer.from(known);
  }

  async prune(account: string, present: PackedUidHashes): Promise<void> {
    requireHashes(present);
    const kept = await hashSet(present);
    const { flags } = this.#use(account);
    for (const key of flags.keys()) if (!kept.has(key)) flags.delete(key);
  }

  clear(): void {
    this.#accounts.clear();
  }

  #use(account: string): AccountState {
    const state = this.#accounts.get(account) ?? { flags: new Map(), known: undefined };
    this.#accounts.delete(account);
    this.#accounts.set(account, state);
    const [oldest] = this.#accounts.keys();
    if (this.#accounts.size > MAX_ACCOUNTS && oldest !== undefined) this.#accounts.delete(oldest);
    return state;
  }
}
