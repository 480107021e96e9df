import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { chromium, type BrowserContext, type Page } from "@playwright/test";
import { browserFlags, findBrowser, NO_BROWSER } from "../support/page/browser.ts";
import { calledBy, ranBy } from "./canary.ts";
import { startListener, type Call, type Connections } from "./listener.ts";

/** All that mail did in a browser, by every witness there is. */
export interface Evidence {
  /** Ids of mails whose script ran. */
  readonly ran: ReadonlySet<string>;
  /** Ids of mails that called, or asked for a name. */
  readonly called: ReadonlySet<string>;
  /** Connections that left the browser for anywhere but the server under test. */
  readonly connections: Connections;
  readonly calls: readonly Call[];
  /** Requests that the browser began for other places, whether or not they left. */
  readonly requests: readonly string[];
  /** Where the test's own pages, or frames in them, went. */
  readonly navigations: readonly string[];
  /** Pages that were opened by mail. */
  readonly pages: number;
}

/** A Chromium for which the server under test is the world, and everywhere else the listener. */
export interface WatchedBrowser {
  readonly url: string;
  /** Of the Chromium. */
  readonly version: string;
  newPage(): Promise<Page>;
  /** What happened up to now. */
  evidence(): Evidence;
  /** Waits until nothing happens any more: what must not happen can only be waited for. */
  quiet(): Promise<void>;
  /** Ends the browser; the names that it looked up are known only then. */
  close(): Promise<ReadonlySet<string>>;
}

/** Loopback answers in a few; a timer or a second request in a chain needs no more. */
const QUIET_MS = 250;
/** The browser calls these for itself. */
const OWN_CALLS = ["*.google.com", "*.googleapis.com", "*.gvt1.com", "*.gstatic.com"];

/** @param serverUrl where the server under test listens, a path included */
export async function watchBrowser(serverUrl: string): Promise<WatchedBrowser> {
  const listener = await startListener();
  const { port, pathname } = new URL(serverUrl);
  const folder = await mkdtemp(join(tmpdir(), "popgate-watched-"));
  const log = join(folder, "net.json");
  const rules = [
    ...OWN_CALLS.map((host) => `MAP ${host} ~NOTFOUND`),
    `MAP page.localhost 127.0.0.1:${port}`,
    // No EXCLUDE for addresses: a mail that names 127.0.0.1 reaches the listener too.
    `MAP * 127.0.0.1:${String(listener.port)}`,
    "EXCLUDE *.invalid",
  ];
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  // A profile of its own, as a person has one: a private window follows no hint to connect or to look up a name.
  const context = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath,
    args: [...browserFlags(), `--host-resolver-rules=${rules.join(",")}`, `--log-net-log=${log}`],
    ignoreHTTPSErrors: true,
    serviceWorkers: "block",
  });
  const origin = `http://page.localhost:${port}`;
  const seen = watch(context, origin);
  const happened = () =>
    [
      ...Object.values(listener.connections()),
      listener.calls.length,
      seen.ran.size,
      seen.requests.length,
      seen.navigations.length,
    ].join();
  return {
    url: `${origin}${pathname}`,
    version: context.browser()?.version() ?? "unknown",
    newPage: () => seen.own(() => context.newPage()),
    evidence() {
      const called = new Set([...listener.hosts].flatMap((host) => calledBy(host) ?? []));
      const { ran, requests, navigations } = seen;
      return {
        ran,
        called,
        connections: listener.connections(),
        calls: listener.calls,
        requests,
        navigations,
        pages: seen.pages(),
      };
    },
    async quiet() {
      for (let before = ""; before !== happened();) {
        before = happened();
        await setTimeout(QUIET_MS);
      }
    },
    async close() {
      await context.close();
      await listener.close();
      const names = new Set((await readFile(log, "utf8")).match(/[\w-]+\.name-only\.invalid/g));
      await rm(folder, { recursive: true, force: true });
      return new Set([...names].flatMap((name) => calledBy(name) ?? []));
    },
  };
}

function watch(context: BrowserContext, origin: string) {
  const ran = new Set<string>();
  const requests: string[] = [];
  const navigations: string[] = [];
  let pages = 0;
  let own = 0;
  const isElsewhere = (url: string) =>
    !url.startsWith(`${origin}/`) && !/^(?:about:|data:|blob:|$)/.test(url);
  const heard = (text: string) => {
    const id = ranBy(text);
    if (id !== undefined) ran.add(id);
  };
  context.on("console", (message) => heard(message.text()));
  context.on("dialog", (dialog) => {
    heard(dialog.message());
    // A page that closes takes its dialog along.
    dialog.dismiss().catch(() => {});
  });
  context.on("request", (request) => {
    if (isElsewhere(request.url())) requests.push(request.url());
  });
  context.on("page", () => {
    pages += 1;
  });
  return {
    ran,
    requests,
    navigations,
    /** All but the test's own. */
    pages: () => pages - own,
    async own(open: () => Promise<Page>): Promise<Page> {
      const page = await open();
      own += 1;
      page.on("framenavigated", (frame) => {
        if (isElsewhere(frame.url())) navigations.push(frame.url());
      });
      // What a mail posts to the page, the console tells.
      await page.addInitScript(() => addEventListener("message", (event) => console.log(event.data)));
      return page;
    },
  };
}
