import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buildApp } from "@popgate/server/app";
import { loadConfig } from "@popgate/server/config";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { ErrorReply, type ApiError } from "@popgate/shared/api/errors";
import { Mailbox, type Mechanism } from "@popgate/shared/api/mailbox";
import { WebSocket } from "ws";
import { EventLog } from "./api-client.ts";
import { refuseBreaches } from "./contract-breaches.ts";
import { smallMessage } from "./demo-session.ts";

/** A browser as the gateway sees it: keeps its cookie, sends its origin. */
export interface Browser {
  cookie: string | undefined;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The parsed body; fails on any status but 2xx. */
  get<T>(path: string): Promise<T>;
  send<T>(method: string, path: string, body?: unknown): Promise<T>;
  signIn(login?: {
    preset?: string;
    user?: string;
    password?: string;
    mechanism?: Mechanism;
    takeOver?: boolean;
  }): Promise<Mailbox>;
}

/** The whole gateway in this process, over real HTTP, with a demo server of its own. */
export interface AppBench {
  readonly demo: DemoServer;
  /** Origin and base path, with a slash at its end. */
  readonly base: string;
  readonly origin: string;
  /** What it keeps lies here. */
  readonly folder: string;
  /** Everything logged so far. */
  log(): string;
  /** @param cookie of a browser that another gateway has served */
  browser(cookie?: string): Browser;
  /** Opens a page of this browser; it stays open until the gateway or the test closes it. */
  page(browser: Browser): Promise<EventLog>;
  /** What the server holds, seen past every session. */
  uids(): string[];
  /** Moves the gateway's clock. */
  advance(milliseconds: number): void;
  close(): Promise<void>;
}

/** Nothing in the product or the tests holds this text but where a person typed it. */
export const CANARY = "canary-7f3a-Passwort";
export const USER = "kim";

export interface BenchOptions {
  readonly environment?: Record<string, string>;
  readonly messages?: number;
  readonly pageDirectory?: string;
  /** Those of another bench, which outlive this one: a gateway started again, or a second one. */
  readonly shared?: Shared;
}

/** A mail server with its mailbox, and a folder: what outlives a gateway. */
export interface Shared {
  readonly demo: DemoServer;
  readonly folder: string;
  /** One more gateway on them. */
  start(environment?: Record<string, string>): Promise<AppBench>;
  /** Closes the gateways first. */
  close(): Promise<void>;
}

export async function startAppBench(options: BenchOptions = {}): Promise<AppBench> {
  const { environment = {}, messages = 6 } = options;
  const shared = options.shared ?? (await startShared(messages));
  const { demo, folder } = shared;
  const config = loadConfig({
    NODE_ENV: "test",
    POPGATE_DATA_DIR: folder,
    POPGATE_LOG: "debug",
    ...environment,
  });
  const lines: string[] = [];
  let skippedMs = 0;
  const app = await buildApp({
    config,
    demo,
    now: () => Date.now() + skippedMs,
    log: { write: (line) => void lines.push(line) },
    pageDirectory: options.pageDirectory ?? join(folder, "no-page"),
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  // Listening on TCP, so the address is no path.
  const { port } = app.server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    demo,
    origin,
    base: `${origin}${config.basePath}`,
    log: () => lines.join(""),
    folder,
    browser: (cookie) => browserAt(`${origin}${config.basePath}`, cookie),
    page: (browser) => pageAt(`${origin}${config.basePath}`, browser),
    uids: () => demo.control.peek(USER).map(({ uid }) => uid),
    advance: (milliseconds) => (skippedMs += milliseconds),
    async close() {
      await app.close();
      if (options.shared === undefined) await shared.close();
      refuseBreaches(lines.join(""));
    },
  };
}

/** The caller closes it. */
export async function startShared(messages = 6): Promise<Shared> {
  const demo = await startDemo({ failedLoginDelayMs: 0 });
  demo.control.createMailbox({ user: USER, password: CANARY });
  for (let nth = 1; nth <= messages; nth += 1) demo.control.deliver(USER, smallMessage(nth), `m${nth}`);
  const folder = mkdtempSync(join(tmpdir(), "popgate-test-app-"));
  const running: AppBench[] = [];
  const shared: Shared = {
    demo,
    folder,
    async start(environment = {}) {
      const bench = await startAppBench({ shared, environment });
      running.push(bench);
      return bench;
    },
    async close() {
      await Promise.all(running.map((bench) => bench.close()));
      await demo.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return shared;
}

export async function errorOf(response: Response): Promise<ApiError> {
  return ErrorReply.parse(await response.json()).error;
}

/** Opens a page of this browser at any gateway. */
export async function pageAt(base: string, { cookie = "" }: Browser): Promise<EventLog> {
  const url = `${base.replace("http", "ws")}api/v1/events`;
  const socket = new WebSocket(url, { headers: { cookie }, origin: new URL(base).origin });
  const log = new EventLog(socket);
  await once(socket, "open");
  return log;
}

/** @param base a gateway's address, with a slash at its end */
export function browserAt(base: string, cookie?: string): Browser {
  const { origin } = new URL(base);
  const api = `${base}api/v1`;
  const browser: Browser = {
    cookie,
    async call(method, path, body, headers = {}) {
      const response = await fetch(`${api}${path}`, {
        method,
        headers: {
          origin,
          ...(browser.cookie === undefined ? {} : { cookie: browser.cookie }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      // That of the leave page goes to the leave page alone.
      const set = response.headers.getSetCookie().find((each) => !each.startsWith("popgate-leave="));
      if (set !== undefined) browser.cookie = set.split(";")[0];
      return response;
    },
    get: <T>(path: string) => browser.send<T>("GET", path),
    async send<T>(method: string, path: string, body?: unknown) {
      const response = await browser.call(method, path, body);
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      // The caller names what the contract promises.
      return (response.status === 204 ? undefined : await response.json()) as T;
    },
    async signIn(login = {}) {
      const body = { preset: "demo", user: USER, password: CANARY, ...login };
      return Mailbox.parse(await browser.send("POST", "/mailboxes", body));
    },
  };
  return browser;
}
