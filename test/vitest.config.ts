import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { noSkipReporter } from "./support/no-skip-reporter.ts";
import { TALLY_PATH } from "./support/running/tally.ts";
import { needsOwnProcess, testFiles } from "./support/running/test-files.ts";
import { vitestTally } from "./support/running/vitest-tally.ts";

const conditions = ["source", "module", "node", "development|production"];
const isCi = process.env["CI"] === "true";
const files = testFiles(".test.ts");

export default defineConfig({
  // The repository, not test/: coverage of files outside the root is 0 of 0.
  root: fileURLToPath(new URL("..", import.meta.url)),
  // Tests run from TypeScript source; nothing has to be built first.
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    pool: "forks",
    setupFiles: ["test/support/running/fixed-seed.ts"],
    maxWorkers: 2,
    // Loopback peers answer in milliseconds; a test near these limits hangs.
    testTimeout: 15_000,
    hookTimeout: 30_000,
    // A bound for what hangs, not a measure: two cores with browsers on them are slow.
    expect: { poll: { timeout: 10_000 } },
    allowOnly: !isCi,
    reporters: [
      "default",
      ...(TALLY_PATH === undefined ? [] : [vitestTally(TALLY_PATH)]),
      ...(isCi ? [noSkipReporter] : []),
    ],
    // One after the other: a worker that is shared ends when a file of the other kind is next.
    projects: [
      {
        extends: true,
        test: {
          name: "shared process",
          include: files.filter((file) => !needsOwnProcess(file)),
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "own process",
          include: files.filter(needsOwnProcess),
          isolate: true,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
