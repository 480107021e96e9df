import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fastifyCookie from "@fastify/cookie";
import fastifyWebsocket from "@fastify/websocket";
import Fastify, { LogController, type FastifyInstance } from "fastify";
import type { Config } from "./config.ts";
import type { DemoServer } from "./demo/demo-server.ts";
import { addAppHeaders } from "./http/app-headers.ts";
import { addContracts } from "./http/contract-route.ts";
import { sendNotFound, addErrorReplies } from "./http/error-handler.ts";
import { healthRoutes } from "./http/health.ts";
import { acceptOnlyJson } from "./http/json-body.ts";
import { openApiRoute, addOpenApi } from "./http/openapi.ts";
import { addPage } from "./http/page.ts";
import { addRequestLog } from "./http/request-log.ts";
import { MessageCache } from "./messages/message-cache.ts";
import { presetsOf } from "./presets.ts";
import { EventHub } from "./realtime/event-hub.ts";
import { eventRoute } from "./realtime/event-route.ts";
import type { Gateway } from "./routes/gateway.ts";
import { mailboxRoutes } from "./routes/mailboxes.ts";
import { markRoutes } from "./routes/marks.ts";
import { messageRoutes } from "./routes/messages.ts";
import { serverRoutes } from "./routes/servers.ts";
import { transcriptRoutes } from "./routes/transcript.ts";
import { BrowserSessions, browserSessionKey } from "./security/browser-sessions.ts";
import { CredentialVault } from "./security/credential-vault.ts";
import { Egress } from "./security/egress.ts";
import { loggerOptions } from "./security/log-redaction.ts";
import { LoginThrottle } from "./security/login-throttle.ts";
import { addRequestSessions } from "./security/request-session.ts";
import { SessionManager } from "./sessions/session-manager.ts";
import { MemoryStore } from "./store/memory/memory-store.ts";

export interface AppOptions {
  readonly config: Config;
  /** Running already; becomes a preset whose certificate is believed. */
  readonly demo?: DemoServer;
  /** Milliseconds since the Unix epoch. */
  readonly now?: () => number;
  /** Where the log goes; standard output if absent. */
  readonly log?: { write(line: string): void };
  /** The folder of the built page. */
  readonly pageDirectory?: string;
}

/** Messages in memory together; larger ones lie sealed on disk. */
const CACHE_MEMORY_OCTETS = 32 * 1024 * 1024;
/** Mailboxes of one browser. */
const MAILBOXES_PER_BROWSER = 32;
/** A page sends some kilobytes: 200 unique-ids of 70 characters. */
const MAX_EVENT_OCTETS = 64 * 1024;
/** For a whole request to arrive: the longest list of unique-ids over a slow line, and no longer. */
const REQUEST_TIMEOUT_MS = 300_000;
const SWEEP_EVERY_MS = 60_000;
/** Unique-ids have 70 characters, three times as many when each is escaped. */
const MAX_PARAM_CHARACTERS = 1_000;
const PAGE_DIRECTORY = fileURLToPath(new URL("../../web/dist/app", import.meta.url));

/** Puts the rooms together. Nothing listens yet; `close` signs everybody out and deletes nothing. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { config } = options;
  const { gateway, hub, stop } = makeGateway(options);
  const app = Fastify({
    logger: {
      ...loggerOptions(config.logLevel),
      ...(options.log === undefined ? {} : { stream: options.log }),
    },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustProxy.length === 0 ? false : [...config.trustProxy],
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: MAX_PARAM_CHARACTERS },
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A stopping gateway says so by closing its sockets, not by answering 503.
    return503OnClosing: false,
    forceCloseConnections: true,
  });
  let isStopping = false;
  app.addHook("preClose", async () => {
    isStopping = true;
    hub.shutdown();
  });
  app.addHook("onClose", stop);

  addContracts(app);
  addErrorReplies(app);
  addAppHeaders(app);
  addRequestLog(app);
  acceptOnlyJson(app);
  await app.register(fastifyCookie);
  await app.register(fastifyWebsocket, { options: { maxPayload: MAX_EVENT_OCTETS } });
  await addOpenApi(app, "1");
  await app.register(
    async (base) => {
      healthRoutes(base, () => !isStopping);
      await base.register((api) => apiRoutes(api, gateway, hub), { prefix: "/api" });
      await addPage(base, { directory: options.pageDirectory ?? PAGE_DIRECTORY, basePath: config.basePath });
    },
    { prefix: config.basePath.replace(/\/$/, "") },
  );
  // At `/` the page answers what no route has.
  if (config.basePath !== "/") app.setNotFoundHandler(sendNotFound);
  return app;
}

async function apiRoutes(api: FastifyInstance, gateway: Gateway, hub: EventHub): Promise<void> {
  openApiRoute(api, "/openapi.json");
  await api.register(
    async (v1) => {
      addRequestSessions(v1, gateway.browserSessions, gateway.cookie);
      serverRoutes(v1, gateway);
      mailboxRoutes(v1, gateway);
      messageRoutes(v1, gateway);
      markRoutes(v1, gateway);
      transcriptRoutes(v1, gateway);
      eventRoute(v1, hub, gateway.cookie.publicUrl);
    },
    { prefix: "/v1" },
  );
}

function makeGateway({ config, demo, now = Date.now }: AppOptions) {
  const presets = presetsOf(config, demo);
  const egress = new Egress({ rules: presets.rules, privateRanges: config.allowPrivate });
  const processSecret = config.secret === undefined ? randomBytes(32) : Buffer.from(config.secret);
  const vault = new CredentialVault(processSecret);
  const cache = new MessageCache({
    memoryOctets: CACHE_MEMORY_OCTETS,
    maxMessageOctets: config.maxMessageOctets,
    directory: join(config.dataDirectory, "cache"),
  });
  const sessions = new SessionManager({
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
    },
  });
  const store = new MemoryStore().browserSessions;
  const browserSessions = new BrowserSessions({
    store,
    ttlMs: config.sessionTtlMs,
    now,
    key: browserSessionKey(processSecret),
  });
  const hub = new EventHub(sessions, vault);
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
    await cache.close();
  };
  return { gateway, hub, stop };
}
