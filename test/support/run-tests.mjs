import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Runs vitest and Playwright, one after the other, and ends with one line: N passed, N failed.
// `node start.mjs test [filters]` calls it after the build; filters are parts of file names.

const testFolder = fileURLToPath(new URL("..", import.meta.url));
const repository = dirname(testFolder.replace(/[/\\]$/, ""));
const require = createRequire(join(testFolder, "package.json"));
const isCi = process.env.CI === "true";
const filters = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), "popgate-test-"));

try {
  const results = [await runVitest(), await runPlaywright()];
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const [passed, skipped] = [sum("passed"), sum("skipped")];
  // A runner that fails without a failed test (a crash, a broken config) still counts as one failure.
  const failed = results.reduce(
    (total, result) => total + Math.max(result.failed, result.code === 0 ? 0 : 1),
    0,
  );
  if (passed + failed === 0) console.log(`no test matches ${filters.join(" ")}`);
  if (skipped > 0) console.log(`${skipped} left out`);
  process.exitCode = failed > 0 || passed === 0 || (isCi && skipped > 0) ? 1 : 0;
  console.log(`${passed} passed, ${failed + (isCi ? skipped : 0)} failed`);
} finally {
  rmSync(reports, { recursive: true, force: true });
}

async function runVitest() {
  const report = join(reports, "vitest.json");
  const args = ["run", "--config", "test/vitest.config.ts", "--passWithNoTests", ...filters];
  const vitest = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
  const code = await run(vitest, args, repository, { POPGATE_TEST_REPORT: report });
  if (!existsSync(report)) return { code, passed: 0, failed: 0, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = readJson(report);
  // A file that cannot be loaded fails as a suite without failing a test.
  const failed = numFailedTests === 0 && numFailedTestSuites > 0 ? numFailedTestSuites : numFailedTests;
  return { code, passed: numPassedTests, failed, skipped: numPendingTests };
}

async function runPlaywright() {
  const nothing = { code: 0, passed: 0, failed: 0, skipped: 0 };
  if (!existsSync(join(testFolder, "browser"))) return nothing;
  const specs = readdirSync(join(testFolder, "browser")).filter((name) => name.endsWith(".spec.ts"));
  const chosen = specs.filter(
    (name) => filters.length === 0 || filters.some((filter) => `test/browser/${name}`.includes(filter)),
  );
  if (chosen.length === 0) return nothing;
  const report = join(reports, "browser.json");
  const cli = join(dirname(require.resolve("@playwright/test/package.json")), "cli.js");
  const args = [
    "test",
    "--config",
    "playwright.config.ts",
    "--pass-with-no-tests",
    ...chosen.map((name) => `browser/${name}`),
  ];
  const code = await run(cli, args, testFolder, { POPGATE_BROWSER_REPORT: report });
  if (!existsSync(report)) return { ...nothing, code };
  const { stats } = readJson(report);
  return { code, passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

function run(script, args, cwd, environment) {
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    const stop = () => child.kill("SIGINT");
    process.once("SIGINT", stop).once("SIGTERM", stop);
    child.once("exit", (code) => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
      resolve(code ?? 1);
    });
  });
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}
