import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseFiles, runsAlone } from "./running/long-tests.ts";
import { addTallies, slowestFiles } from "./running/tally.ts";
import { testFiles } from "./running/test-files.ts";
import { runPlaywright, runVitest } from "./running/runners.ts";

// `node start.mjs test [--all | --long] [filters]` calls it after the build: runs Vitest and Playwright, and ends
// with one line: N passed, N failed. Without a word about it, what takes long is left out (running/long-tests.ts).
// Filters are parts of file names and choose among all files.

/** Enough to see where a run's time went. */
const SLOWEST_FILES = 20;

const isCi = process.env["CI"] === "true";
const words = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "popgate-test-"));
const leftOut = join(folder, "left-out");
process.env["POPGATE_TEST_LEFT_OUT"] = leftOut;

try {
  const begun = performance.now();
  // One after the other: each keeps two cores busy, and a browser that runs as root puts itself before all others,
  // so that beside it honest tests run out of time.
  const pages = chooseFiles(testFiles(".spec.ts"), words);
  const together = pages.filter((file) => !runsAlone(file));
  const { passed, failed, skipped, files } = addTallies([
    await runVitest(chooseFiles(testFiles(".test.ts"), words), folder),
    await runPlaywright(together, folder),
    await runPlaywright(pages.filter(runsAlone), folder, "playwright-alone"),
  ]);
  const seconds = Math.round((performance.now() - begun) / 1000);
  if (passed + failed === 0) console.log(`no test matches ${words.join(" ")}`);
  if (files.length > 1)
    console.log(["", `${seconds} s. The slowest files:`, ...slowestFiles(files, SLOWEST_FILES)].join("\n"));
  for (const reason of reasonsLeftOut()) console.log(`left out: ${reason}`);
  if (skipped > 0) console.log(`${skipped} left out`);
  process.exitCode = failed > 0 || passed === 0 || (isCi && skipped > 0) ? 1 : 0;
  console.log(`${passed} passed, ${failed + (isCi ? skipped : 0)} failed`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Each once: every file that needs a program says that it is missing. */
function reasonsLeftOut(): string[] {
  if (!existsSync(leftOut)) return [];
  return [...new Set(readFileSync(leftOut, "utf8").trimEnd().split("\n"))];
}
