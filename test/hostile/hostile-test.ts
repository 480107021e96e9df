import { expect, test as base } from "@playwright/test";
import { startHostileBench, type HostileBench } from "./hostile-bench.ts";
import { watchBrowser, type WatchedBrowser } from "./watched-browser.ts";

interface Watched {
  readonly watched: WatchedBrowser;
}

/** Tests with a gateway for each worker, and for each test a browser that is watched. */
export const test = base.extend<Watched, { bench: HostileBench }>({
  // A trace of hundreds of messages takes longer than the test.
  trace: "off",
  screenshot: "off",
  bench: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads there which fixtures are wanted.
    async ({}, use) => {
      const bench = await startHostileBench();
      await use(bench);
      await bench.stop();
    },
    { scope: "worker" },
  ],
  watched: async ({ bench }, use) => {
    const watched = await watchBrowser(bench.url);
    await use(watched);
    expect(await watched.close(), "names that were looked up").toEqual(new Set());
  },
});

/** @throws if any mail did anything at all */
export function expectNothing(watched: WatchedBrowser): void {
  const { ran, called, connections, requests, navigations, pages } = watched.evidence();
  expect({ ran, called, connections, requests, navigations, pages }).toEqual({
    ran: new Set(),
    called: new Set(),
    connections: { tls: 0, clear: 0, silent: 0 },
    requests: [],
    navigations: [],
    pages: 0,
  });
}
