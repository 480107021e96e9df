import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { noSkipReporter } from "./support/no-skip-reporter.ts";

const conditions = ["source", "module", "node", "development|production"];
const isCi = process.env["CI"] === "true";
/** Where `run-tests.mjs` wants the counts. */
const report = process.env["POPGATE_TEST_REPORT"];
const counts: [string, { outputFile: string }][] =
  report === undefined ? [] : [["json", { outputFile: report }]];

export default defineConfig({
  // The repository, not test/: coverage of files outside the root is 0 of 0.
  root: fileURLToPath(new URL("..", import.meta.url)),
  // Tests run from TypeScript source; nothing has to be built first.
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**", "test/browser/**"],
    pool: "forks",
    maxWorkers: 2,
    // Loopback peers answer in milliseconds; a test near these limits hangs.
    testTimeout: 15_000,
    hookTimeout: 30_000,
    // A bound for what hangs, not a measure: two cores with browsers on them are slow.
    expect: { poll: { timeout: 10_000 } },
    allowOnly: !isCi,
    reporters: ["default", ...counts, ...(isCi ? [noSkipReporter] : [])],
  },
});
