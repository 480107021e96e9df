import { fileURLToPath } from "node:url";
import fastifyCookie from "@fastify/cookie";
import fastifyWebsocket from "@fastify/websocket";
import Fastify, { LogController, type FastifyInstance } from "fastify";
import type { Config } from "./config.ts";
import type { DemoServer } from "./demo/demo-server.ts";
import { addAppHeaders } from "./http/app-headers.ts";
import { answerClientError } from "./http/client-error.ts";
import { addContracts } from "./http/contract-route.ts";
import { addErrorReplies, answerRouterError, logUnexpected, sendNotFound } from "./http/error-handler.ts";
import { addForwardedAddresses } from "./http/forwarded-addresses.ts";
import { healthRoutes } from "./http/health.ts";
import { acceptOnlyJson } from "./http/json-body.ts";
import { openApiRoute, addOpenApi } from "./http/openapi.ts";
import { addPage } from "./http/page.ts";
import { addRequestLog } from "./http/request-log.ts";
import { refuseSeveralHosts } from "./http/single-host.ts";
import { makeGateway } from "./make-gateway.ts";
import type { EventHub } from "./realtime/event-hub.ts";
import { pollRoutes } from "./realtime/poll-routes.ts";
import { eventRoute } from "./realtime/event-route.ts";
import type { Gateway } from "./routes/gateway.ts";
import { mailboxRoutes } from "./routes/mailbox/mailboxes.ts";
import { leaveLinkRoutes, leavePageRoute } from "./routes/leave/leave-route.ts";
import { markRoutes } from "./routes/messages/marks.ts";
import { messageRoutes } from "./routes/messages/messages.ts";
import { bulkRoutes } from "./routes/bulk/bulk-routes.ts";
import { loggerOptions } from "./security/log-redaction.ts";
import type { LoggedFailure } from "./sessions/broadcast/failure-log.ts";
import { clientAddressKey } from "./security/client-address.ts";
import { addRequestSessions, type OnRecognized } from "./security/request-session.ts";

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

/** A page sends some kilobytes: 200 unique-ids of 70 characters. */
const MAX_EVENT_OCTETS = 64 * 1024;
/** For a whole request to arrive: the longest list of unique-ids over a slow line, and no longer. */
const REQUEST_TIMEOUT_MS = 300_000;
/** Unique-ids have 70 characters, three times as many when each is escaped. */
const MAX_PARAM_CHARACTERS = 1_000;
const PAGE_DIRECTORY = fileURLToPath(new URL("../../web/dist/app", import.meta.url));

/** Puts the rooms together. Nothing listens yet; `close` signs everybody out and deletes nothing. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { config, now = Date.now } = options;
  const app = Fastify({
    logger: {
      ...loggerOptions(config.logLevel),
      ...(options.log === undefined ? {} : { stream: options.log }),
    },
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.trustProxy.length === 0 ? false : [...config.trustProxy],
    exposeHeadRoutes: false,
    frameworkErrors: answerRouterError,
    clientErrorHandler: answerClientError,
    routerOptions: { maxParamLength: MAX_PARAM_CHARACTERS },
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A stopping gateway says so by closing its sockets, not by answering 503.
    return503OnClosing: false,
    forceCloseConnections: true,
  });
  const warn = (message: string, error?: unknown) =>
    app.log.warn(error === undefined ? {} : { err: error }, message);
  const fail = (error: unknown) => logUnexpected(app.log, error);
  const failed = (failure: LoggedFailure) => app.log.warn(failure, "a mailbox failed");
  const { gateway, hub, storeStatus, stop } = await makeGateway({ ...options, now, warn, fail, failed });
  let isStopping = false;
  app.addHook("preClose", async () => {
    isStopping = true;
    hub.shutdown();
  });
  app.addHook("onClose", stop);

  addContracts(app, config.checksContracts);
  addErrorReplies(app);
  addAppHeaders(app);
  addForwardedAddresses(app);
  refuseSeveralHosts(app);
  addRequestLog(app);
  acceptOnlyJson(app);
  await app.register(fastifyCookie);
  await app.register(fastifyWebsocket, { options: { maxPayload: MAX_EVENT_OCTETS } });
  await addOpenApi(app, "1");
  await app.register(
    async (base) => {
      healthRoutes(base, () => ({ isReady: !isStopping, store: storeStatus() }));
      leavePageRoute(base, gateway);
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
  openApiRoute(api);
  await api.register(
    async (v1) => {
      addRequestSessions(v1, gateway.browserSessions, gateway.cookie, recognized(gateway));
      mailboxRoutes(v1, gateway);
      messageRoutes(v1, gateway);
      markRoutes(v1, gateway);
      leaveLinkRoutes(v1, gateway);
      bulkRoutes(v1, gateway);
      eventRoute(v1, hub, gateway.cookie.publicUrl);
      pollRoutes(v1, hub);
    },
    { prefix: "/v1" },
  );
}

/** A browser shows its cookie: what was kept for it comes back before its request is served. */
function recognized({ vault, sessions }: Gateway): OnRecognized {
  return async (owner, request) => {
    const release = vault.hold(owner);
    try {
      await sessions.restore(owner.id, clientAddressKey(request.ip), request.ip);
    } catch (error) {
      // The request is served all the same: its mailboxes may come back with the next one.
      request.log.warn({ err: error }, "kept mailboxes could not be read");
    } finally {
      release();
    }
  };
}
