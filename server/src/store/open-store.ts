import { access, constants, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { GuardedStore } from "./guard/guarded-store.ts";
import { deriveNamesKey, readInstallationSecret, type SecretSource } from "./installation-secret.ts";
import { KeyedHash } from "./keyed-hash.ts";
import { MemoryStore } from "./memory/memory-store.ts";
import { RedisStore } from "./redis/redis-store.ts";
import type { StoreLog, WatchedStore } from "./store.ts";

/** The part of the configuration that decides it. */
export interface StoreConfig extends SecretSource {
  /** redis:// or rediss://, with the password. */
  readonly redisUrl: string | undefined;
}

export interface OpenedStore {
  readonly store: WatchedStore;
  /** The names of accounts and messages in it. */
  readonly names: KeyedHash;
}

const FILE_NAME = "popgate.sqlite";

/**
 * Redis where it is configured, else SQLite in the data folder, else memory. Never fails: a store that
 * cannot be reached yet is `failed`, memory stands in for it, and it is tried again.
 */
export async function openStore(config: StoreConfig, log: StoreLog): Promise<OpenedStore> {
  const secret = await readInstallationSecret(config, log);
  const names = new KeyedHash(deriveNamesKey(secret));
  const store =
    config.redisUrl === undefined
      ? await openLocal(config, log)
      : await openRedis(config.redisUrl, config, log);
  return { store, names };
}

async function openRedis(url: string, { secret }: StoreConfig, log: StoreLog): Promise<WatchedStore> {
  if (secret === undefined) {
    log.warn("gateways that share a Redis must have the same POPGATE_SECRET: this one has its own key");
  }
  const store = new GuardedStore(new RedisStore(url), log);
  await store.start();
  return store;
}

async function openLocal({ dataDirectory }: StoreConfig, log: StoreLog): Promise<WatchedStore> {
  try {
    await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
    await access(dataDirectory, constants.W_OK);
    // Loaded only here: its binary is not there for every machine.
    const { SqliteStore } = await import("./sqlite/sqlite-store.ts");
    const file = join(dataDirectory, FILE_NAME);
    const setAside = (aside: string) =>
      log.warn(`the database was damaged: it is ${aside} now, and a new one is begun`);
    const store = new GuardedStore(new SqliteStore({ file, setAside }), log);
    await store.start();
    return store;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "no data folder";
    log.warn(`nothing is kept beyond this process: ${reason}`);
    return new MemoryStore();
  }
}
