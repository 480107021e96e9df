import { defineConfig } from "@playwright/test";
import { browserFlags, findBrowser, NO_BROWSER } from "./support/page/browser.ts";

const isCi = process.env["CI"] === "true";
const report = process.env["POPGATE_BROWSER_REPORT"] ?? ".artifacts/browser.json";
const executablePath = findBrowser();
if (executablePath === undefined) {
  // On a build machine a silent skip would read as a pass.
  if (isCi) throw new Error(NO_BROWSER);
  console.warn(`left out: ${NO_BROWSER}`);
}

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
  reporter: [["list"], ["json", { outputFile: report }]],
  use: {
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: { args: browserFlags(), ...(executablePath === undefined ? {} : { executablePath }) },
  },
});
