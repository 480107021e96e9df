import type { BrowserSessionStore } from "../browser-session-store.ts";
import type { LeaseStore } from "../lease-store.ts";
import { MemoryStore } from "../memory/memory-store.ts";
import { UID_HASH_OCTETS, type ReadStateStore } from "../read-state-store.ts";
import type { MaildropOwnerStore } from "../maildrop-owner-store.ts";
import type { MailboxRecordStore } from "../mailbox-record-store.ts";
import { guardedRecords } from "./guarded-records.ts";
import type { GoneListener, RecoverableStore, StoreHealth, StoreLog, WatchedStore } from "../store.ts";
import { StoreGuard } from "./store-guard.ts";
import type { Write } from "./write-journal.ts";

/** A record and what it takes to remember it. */
const RECORD_OCTETS = 300;

/**
 * A store whose failure is nobody's error: the gateway goes on with what it knows, and says so. Who is
 * signed in stays so; reading finds nothing that was not known here; writing is made up for later.
 */
export class GuardedStore implements WatchedStore {
  readonly kind: "sqlite" | "redis";
  readonly browserSessions: BrowserSessionStore;
  readonly mailboxRecords: MailboxRecordStore;
  readonly maildropOwners: MaildropOwnerStore;
  readonly readStates: ReadStateStore;
  readonly leases: LeaseStore;
  readonly #guard: StoreGuard;
  readonly #goneListeners = new Set<GoneListener>();

  constructor(store: RecoverableStore, log: StoreLog) {
    const standIn = new MemoryStore();
    const guard = new StoreGuard(store, standIn, log);
    this.#guard = guard;
    // What was signed out elsewhere must not come back from here when the store has lost all.
    store.onGone?.((gone) => {
      const { ownerId, mailboxId } = gone;
      if (mailboxId === undefined) void standIn.browserSessions.delete(ownerId);
      else {
        void standIn.mailboxRecords.delete(ownerId, mailboxId);
        standIn.maildropOwners.forgetMailbox({ ownerId, mailboxId });
      }
      for (const listener of this.#goneListeners) listener(gone);
    });
    this.kind = store.kind;
    this.browserSessions = guardedSessions(guard);
    this.mailboxRecords = guardedRecords(guard, standIn.mailboxRecords);
    this.maildropOwners = guardedOwners(guard);
    this.readStates = guardedReadStates(guard);
    this.leases = guardedLeases(guard, store, standIn);
  }

  get health(): StoreHealth {
    return this.#guard.health;
  }

  onHealth(listener: (health: StoreHealth) => void): () => void {
    return this.#guard.onHealth(listener);
  }

  onGone(listener: GoneListener): void {
    this.#goneListeners.add(listener);
  }

  /** To be awaited before the first use; a store that cannot be reached only makes it `failed`. */
  start(): Promise<void> {
    return this.#guard.start();
  }

  close(): Promise<void> {
    return this.#guard.close();
  }
}

function guardedSessions(guard: StoreGuard): BrowserSessionStore {
  const mirrored = (write: Write) => guard.write(write, { octets: RECORD_OCTETS, mirror: write });
  return {
    get: (id) =>
      guard.read(
        ({ browserSessions }) => browserSessions.get(id),
        (record, { browserSessions }) =>
          record === undefined ? browserSessions.delete(id) : browserSessions.set(record),
      ),
    set: (record) => mirrored(({ browserSessions }) => browserSessions.set(record)),
    touch: (id, expiresAt) => mirrored(({ browserSessions }) => browserSessions.touch(id, expiresAt)),
    replace: async (record, formerHash) => {
      // The first that is asked decides; who is asked after it, or later, follows.
      let isReplaced: boolean | undefined;
      await mirrored(async ({ browserSessions }) => {
        if (isReplaced === false) return;
        const answer = await browserSessions.replace(record, formerHash);
        isReplaced ??= answer;
      });
      return isReplaced === true;
    },
    delete: (id) => mirrored(({ browserSessions }) => browserSessions.delete(id)),
    deleteExpired: (now) =>
      guard.read(
        ({ browserSessions }) => browserSessions.deleteExpired(now),
        async (ended, { browserSessions }) => {
          for (const id of ended) await browserSessions.delete(id);
        },
      ),
  };
}

function guardedOwners(guard: StoreGuard): MaildropOwnerStore {
  const mirrored = (write: Write) => guard.write(write, { octets: RECORD_OCTETS, mirror: write });
  return {
    add: (maildrop, owner) => mirrored(({ maildropOwners }) => maildropOwners.add(maildrop, owner)),
    list: (maildrop) => guard.read(({ maildropOwners }) => maildropOwners.list(maildrop)),
    remove: (maildrop, owner) => mirrored(({ maildropOwners }) => maildropOwners.remove(maildrop, owner)),
  };
}

/** Not mirrored: whoever has a mailbox open knows its messages' state, and others may read it later. */
function guardedReadStates(guard: StoreGuard): ReadStateStore {
  return {
    load: (account) => guard.read(({ readStates }) => readStates.load(account)),
    change: (account, changes) =>
      guard.write(({ readStates }) => readStates.change(account, changes), {
        octets: RECORD_OCTETS + changes.length * 5 * UID_HASH_OCTETS,
      }),
    setKnown: (account, known) =>
      guard.write(({ readStates }) => readStates.setKnown(account, known), {
        octets: RECORD_OCTETS + known.length,
      }),
    prune: (account, present) =>
      guard.write(({ readStates }) => readStates.prune(account, present), {
        octets: RECORD_OCTETS + present.length,
      }),
  };
}

/**
 * A lease that the store does not confirm is none where other gateways may get it. A gateway that is
 * alone goes on with the memory, which knows its leases; afterwards each renewal takes them again from
 * the store, if nobody else did.
 */
function guardedLeases(guard: StoreGuard, store: RecoverableStore, standIn: MemoryStore): LeaseStore {
  return {
    acquire: (key, holder, ttlMs) =>
      guard.readAlone(
        ({ leases }) => leases.acquire(key, holder, ttlMs),
        async (answer, { leases }) => {
          if (answer.kind === "acquired") leases.hold(key, answer.token, ttlMs);
        },
      ),
    renew: (key, token, ttlMs) =>
      guard.readAlone(
        ({ leases }) => leases.renew(key, token, ttlMs),
        async (isOurs, { leases }) => {
          if (isOurs) leases.hold(key, token, ttlMs);
          else await leases.release(key, token);
        },
      ),
    holderOf: (key) => guard.readAlone(({ leases }) => leases.holderOf(key)),
    release: async (key, token) => {
      await standIn.leases.release(key, token);
      // Not made up for later: it expires, and by then it may be held anew.
      await guard.read(({ leases }) => leases.release(key, token));
    },
    ask: (key, message) => guard.read(({ leases }) => leases.ask(key, message)),
    onAsked: (listener) => {
      const stops = [store, standIn].map(({ leases }) => leases.onAsked(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
