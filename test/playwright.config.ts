import { defineConfig } from "@playwright/test";
import { leaveOut } from "./support/programs/leave-out.ts";
import { findHeadlessBrowser, launchOptions, NO_BROWSER } from "./support/page/browser.ts";

const isCi = process.env["CI"] === "true";
const executablePath = findHeadlessBrowser();
if (executablePath === undefined) leaveOut(NO_BROWSER);

export default defineConfig({
  testDir: "browser",
  ...(executablePath === undefined ? { testMatch: [] } : {}),
  outputDir: ".artifacts/browser",
  // Each worker has a gateway and a browser; more starve each other on two cores.
  workers: 2,
  fullyParallel: true,
  forbidOnly: isCi,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["./support/running/playwright-tally.ts"]],
  use: {
    // A trace costs an eighth of the run; it is for whoever was not there.
    trace: isCi ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: launchOptions(executablePath),
  },
});
