import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Keeping } from "@popgate/shared/api/keeping";
import type { Config } from "./config.ts";
import type { DemoServer } from "./demo/demo-server.ts";
import { MessageCache } from "./messages/store/message-cache.ts";
import { MessageReader } from "./messages/thread/message-reader.ts";
import { MessageSearcher } from "./messages/thread/message-searcher.ts";
import { presetsOf, type Presets } from "./presets.ts";
import { EventHub } from "./realtime/event-hub.ts";
import type { Gateway } from "./routes/gateway.ts";
import { LeaveKeys } from "./routes/leave/leave-keys.ts";
import { BrowserSessions, browserSessionKey } from "./security/browser-sessions.ts";
import { CredentialVault } from "./security/credential-vault.ts";
import { Egress } from "./security/egress/egress.ts";
import { LoginThrottle } from "./security/login-throttle.ts";
import { SealedMailboxRecords } from "./security/sealed-mailbox-records.ts";
import type { CookiePlace } from "./security/session-cookie.ts";
import type { Account } from "./sessions/login/account.ts";
import { SessionManager } from "./sessions/ownership/session-manager.ts";
import type { LoggedFailure } from "./sessions/broadcast/failure-log.ts";
import type { KeyedHash } from "./store/keyed-hash.ts";
import { MemoryStore } from "./store/memory/memory-store.ts";
import { openStore } from "./store/open-store.ts";
import type { Store, WatchedStore } from "./store/store.ts";

export interface GatewayOptions {
  readonly config: Config;
  readonly demo?: DemoServer;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** What went wrong with nobody there to be told. */
  readonly warn: Warn;
  /** What nobody foresaw. */
  readonly fail: (error: unknown) => void;
  /** What went wrong between a mailbox and its server. */
  readonly failed: (failure: LoggedFailure) => void;
}

type Warn = (message: string, error?: unknown) => void;

/** Messages in memory together; larger ones lie sealed on disk. */
const CACHE_MEMORY_OCTETS = 32 * 1024 * 1024;
/** Mailboxes of one browser. */
const MAILBOXES_PER_BROWSER = 32;
const SWEEP_EVERY_MS = 60_000;

/** Makes what the routes work with. `stop` signs everybody out and deletes nothing. */
export async function makeGateway({ config, demo, now, warn, fail, failed }: GatewayOptions) {
  const presets = presetsOf(config, demo);
  const egress = new Egress({ rules: presets.rules, privateRanges: config.allowPrivate });
  const processSecret = config.secret === undefined ? randomBytes(32) : Buffer.from(config.secret);
  const vault = new CredentialVault(processSecret);
  const { store, names } = await openStore(config, { warn });
  // Under a secret that ends with the process nothing could be opened again.
  const signIns: SignInStore = config.secret === undefined ? new MemoryStore() : store;
  const cache = new MessageCache({
    memoryOctets: CACHE_MEMORY_OCTETS,
    maxMessageOctets: config.maxMessageOctets,
    directory: join(config.dataDirectory, "cache"),
  });
  const searcher = new MessageSearcher();
  const parts = { config, presets, egress, vault, signIns, store, names, cache, searcher, warn, failed };
  const sessions = makeSessions(parts);
  const browserSessions = new BrowserSessions({
    store: signIns.browserSessions,
    ttlMs: config.sessionTtlMs,
    lifetimeMs: config.sessionLifetimeMs,
    now,
    key: browserSessionKey(processSecret),
  });
  const keeping = () => keepingOf(store, signIns);
  const { checksContracts } = config;
  const hub = new EventHub({ sessions, vault, keeping, checksContracts, onError: fail });
  store.onHealth(() => hub.keepingChanged());
  browserSessions.onRenewed((id) => hub.closeRenewed(id));
  closeWhatEnds({ browserSessions, store, hub, sessions, warn });
  const sweep = setInterval(() => {
    browserSessions
      .sweep(hub.present)
      .catch((error: unknown) => warn("expired sign-ins were not looked for", error));
  }, SWEEP_EVERY_MS);
  sweep.unref();
  const reader = new MessageReader();
  const cookie = cookiePlace(config);
  const gateway: Gateway = {
    servers: presets.servers,
    keeping,
    sessions,
    reader,
    browserSessions,
    vault,
    egress,
    throttle: new LoginThrottle(now),
    cookie,
    leave: new LeaveKeys(processSecret, cookie),
  };
  const stop = async () => {
    clearInterval(sweep);
    await sessions.shutdown();
    await Promise.all([cache.close(), store.close(), reader.close(), searcher.close()]);
  };
  const storeStatus = () =>
    ({ kind: store.kind, status: store.health.kind === "failed" ? "failed" : "ok" }) as const;
  return { gateway, hub, storeStatus, stop };
}

/** What is signed out, here or at another gateway, has neither a page nor a connection left. */
function closeWhatEnds({ browserSessions, store, hub, sessions, warn }: Ending): void {
  const closed = (closing: Promise<void>) =>
    closing.catch((error: unknown) => warn("a mailbox could not be closed", error));
  const end = (ownerId: string) => {
    hub.closeOwner(ownerId);
    void closed(sessions.closeOwner(ownerId));
  };
  browserSessions.onEnd(end);
  store.onGone(({ ownerId, mailboxId }) => {
    if (mailboxId === undefined) end(ownerId);
    else void closed(sessions.closeGone(ownerId, mailboxId));
  });
}

interface Ending {
  readonly browserSessions: BrowserSessions;
  readonly store: WatchedStore;
  readonly hub: EventHub;
  readonly sessions: SessionManager;
  readonly warn: Warn;
}

function cookiePlace({ basePath, publicUrl }: Config): CookiePlace {
  return publicUrl === undefined ? { basePath } : { basePath, publicUrl };
}

/** Where browser sessions and their mailboxes are kept. */
type SignInStore = Pick<Store, "browserSessions" | "mailboxRecords" | "maildropOwners">;

interface SessionParts {
  readonly config: Config;
  readonly presets: Presets;
  readonly egress: Egress;
  readonly vault: CredentialVault;
  readonly signIns: SignInStore;
  readonly store: WatchedStore;
  readonly names: KeyedHash;
  readonly cache: MessageCache;
  readonly searcher: MessageSearcher;
  readonly warn: Warn;
  readonly failed: GatewayOptions["failed"];
}

function makeSessions(parts: SessionParts): SessionManager {
  const { config, presets, egress, vault, signIns, store, names, cache, searcher, warn, failed } = parts;
  return new SessionManager({
    dial: {
      lookupFor: (server) => egress.lookupFor(server),
      tlsFor: (server) => presets.tlsFor(server),
      allowsPlaintext: (server) => presets.allowsPlaintext(server),
      allowsExternal: (server) => presets.allowsExternal(server),
      trustsClientAddress: (server) => presets.trustsClientAddress(server),
    },
    cache,
    searcher,
    deadlines: config.deadlines,
    limits: {
      sessions: config.maxSessions,
      perOwner: MAILBOXES_PER_BROWSER,
      perAddress: config.maxSessionsPerAddress,
      releaseAfterMs: config.releaseAfterMs,
      checkEveryMs: config.checkEveryMs,
    },
    records: new SealedMailboxRecords({
      store: signIns.mailboxRecords,
      vault,
      onDropped: (error) => warn("a kept mailbox does not open and was dropped", error),
    }),
    leases: store.leases,
    maildropOwners: signIns.maildropOwners,
    maildropKey: ({ user, server }) => names.account({ user, host: server.host, port: server.port }),
    readStateOf: (key) => ({
      store: store.readStates,
      account: key,
      hashOf: (uid) => names.uid(key, uid),
      onError: (error) => warn("which messages were read could not be kept", error),
    }),
    accountNow: (account) => accountNow(account, presets),
    onError: warn,
    onFailure: failed,
  });
}

function keepingOf(store: WatchedStore, signIns: SignInStore): Keeping {
  const isLasting = store.kind !== "memory";
  return {
    readState: isLasting,
    signIns: isLasting && signIns === store,
    failed: store.health.kind === "failed",
  };
}

/** A preset may have moved since the mailbox was kept; one that is gone is no longer offered. */
function accountNow(account: Account, { servers }: Presets): Account | undefined {
  if (account.preset === undefined) return account;
  const preset = servers.presets.find(({ id }) => id === account.preset);
  return preset === undefined ? undefined : { ...account, server: preset.server };
}
