import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { NOTHING, readTally, type Tally } from "./tally.ts";
import { REPOSITORY } from "./test-files.ts";

const TEST_FOLDER = join(REPOSITORY, "test");
const require = createRequire(join(TEST_FOLDER, "package.json"));

/** @param tallyPath where the run may leave its tally */
export function runVitest(files: readonly string[], tallyPath: string): Promise<Tally> {
  const script = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
  const args = ["run", "--config", "test/vitest.config.ts"];
  return run({ script, args, files, cwd: REPOSITORY, tallyPath });
}

/** @param tallyPath where the run may leave its tally */
export function runPlaywright(files: readonly string[], tallyPath: string): Promise<Tally> {
  const script = join(dirname(require.resolve("@playwright/test/package.json")), "cli.js");
  // Without a browser there is no test, which is said and is no failure.
  const args = ["test", "--config", "playwright.config.ts", "--pass-with-no-tests"];
  const within = files.map((file) => file.replace(/^test\//, ""));
  return run({ script, args, files: within, cwd: TEST_FOLDER, tallyPath });
}

interface Run {
  readonly script: string;
  readonly args: readonly string[];
  readonly files: readonly string[];
  readonly cwd: string;
  readonly tallyPath: string;
}

async function run({ script, args, files, cwd, tallyPath }: Run): Promise<Tally> {
  if (files.length === 0) return NOTHING;
  const code = await runToEnd([script, ...args, ...files], cwd, tallyPath);
  const tally = existsSync(tallyPath) ? readTally(tallyPath) : NOTHING;
  // A runner that fails without a failed test (a crash, a broken config) still counts as one failure.
  return { ...tally, failed: Math.max(tally.failed, code === 0 ? 0 : 1) };
}

function runToEnd(command: readonly string[], cwd: string, tallyPath: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, {
      cwd,
      env: { ...process.env, POPGATE_TEST_TALLY: tallyPath },
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
