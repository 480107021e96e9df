import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Keeping } from "@popgate/shared/api/events";
import type { Config } from "./config.ts";
import type { DemoServer } from "./demo/demo-server.ts";
import { MessageCache } from "./messages/message-cache.ts";
import { presetsOf, type Presets } from "./presets.ts";
import { EventHub } from "./realtime/event-hub.ts";
import type { Gateway } from "./routes/gateway.ts";
import { BrowserSessions, browserSessionKey } from "./security/browser-sessions.ts";
import { CredentialVault } from "./security/credential-vault.ts";
import { Egress } from "./security/egress.ts";
import { LoginThrottle } from "./security/login-throttle.ts";
import { SealedMailboxes } from "./security/sealed-mailboxes.ts";
import type { Account } from "./sessions/connection/account.ts";
import { SessionManager } from "./sessions/ownership/session-manager.ts";
import { KeyedHash } from "./store/keyed-hash.ts";
import { MemoryStore } from "./store/memory/memory-store.ts";
import type { Store } from "./store/store.ts";

export interface GatewayOptions {
  readonly config: Config;
  readonly demo?: DemoServer;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** What went wrong with nobody there to be told. */
  readonly warn: (message: string, error: unknown) => void;
}

/** Messages in memory together; larger ones lie sealed on disk. */
const CACHE_MEMORY_OCTETS = 32 * 1024 * 1024;
/** Mailboxes of one browser. */
const MAILBOXES_PER_BROWSER = 32;
const SWEEP_EVERY_MS = 60_000;
const KEEPS_NOTHING: Keeping = { readState: false, signIns: false, failed: false };

/** Makes what the routes work with. `stop` signs everybody out and deletes nothing. */
export function makeGateway({ config, demo, now, warn }: GatewayOptions) {
  const presets = presetsOf(config, demo);
  const egress = new Egress({ rules: presets.rules, privateRanges: config.allowPrivate });
  const processSecret = config.secret === undefined ? randomBytes(32) : Buffer.from(config.secret);
  const vault = new CredentialVault(processSecret);
  const store = new MemoryStore();
  const cache = new MessageCache({
    memoryOctets: CACHE_MEMORY_OCTETS,
    maxMessageOctets: config.maxMessageOctets,
    directory: join(config.dataDirectory, "cache"),
  });
  const sessions = makeSessions({ config, presets, egress, vault, store, cache, warn });
  const browserSessions = new BrowserSessions({
    store: store.browserSessions,
    ttlMs: config.sessionTtlMs,
    now,
    key: browserSessionKey(processSecret),
  });
  const hub = new EventHub(sessions, vault, () => KEEPS_NOTHING);
  browserSessions.onEnd((id) => {
    hub.closeOwner(id);
    void sessions.closeOwner(id);
  });
  const sweep = setInterval(() => void browserSessions.sweep(hub.present), SWEEP_EVERY_MS);
  sweep.unref();
  const gateway: Gateway = {
    servers: presets.servers,
    sessions,
    browserSessions,
    vault,
    egress,
    throttle: new LoginThrottle(now),
    cookie: {
      basePath: config.basePath,
      ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
    },
  };
  const stop = async () => {
    clearInterval(sweep);
    await sessions.shutdown();
    await Promise.all([cache.close(), store.close()]);
  };
  const health = () => ({ store: "memory" as const, storeFailed: false });
  return { gateway, hub, health, stop };
}

interface SessionParts {
  readonly config: Config;
  readonly presets: Presets;
  readonly egress: Egress;
  readonly vault: CredentialVault;
  readonly store: Store;
  readonly cache: MessageCache;
  readonly warn: (message: string, error: unknown) => void;
}

function makeSessions({ config, presets, egress, vault, store, cache, warn }: SessionParts): SessionManager {
  const names = new KeyedHash(randomBytes(32));
  return new SessionManager({
    dial: {
      lookupFor: (server) => egress.lookupFor(server),
      tlsFor: (server) => presets.tlsFor(server),
      allowsPlaintext: (server) => presets.allowsPlaintext(server),
      allowsExternal: (server) => presets.allowsExternal(server),
    },
    cache,
    deadlines: config.deadlines,
    limits: {
      sessions: config.maxSessions,
      perOwner: MAILBOXES_PER_BROWSER,
      perAddress: config.maxSessionsPerAddress,
      releaseAfterMs: config.releaseAfterMs,
      checkEveryMs: config.checkEveryMs,
    },
    keeper: new SealedMailboxes({
      store: store.savedMailboxes,
      vault,
      onDropped: (error) => warn("a kept mailbox does not open and was dropped", error),
    }),
    leases: store.leases,
    maildropKey: ({ user, server }) => names.account({ user, host: server.host, port: server.port }),
    accountNow: (account) => accountNow(account, presets),
    onError: warn,
  });
}

/** A preset may have moved since the mailbox was kept; one that is gone is no longer offered. */
function accountNow(account: Account, { servers }: Presets): Account | undefined {
  if (account.preset === undefined) return account;
  const preset = servers.presets.find(({ id }) => id === account.preset);
  return preset === undefined ? undefined : { ...account, server: preset.server };
}
