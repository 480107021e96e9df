import { test as base } from "@playwright/test";
import { startGateway, type Gateway } from "./gateway.ts";

/** Playwright's `test` with one gateway for each worker; `page.goto("/")` opens its page. */
export const test = base.extend<object, { gateway: Gateway }>({
  gateway: [
    // Playwright reads the names of the fixtures wanted from this pattern, so it must be one.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const gateway = await startGateway();
      await use(gateway);
      await gateway.stop();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ gateway }, use) => use(gateway.url),
});
