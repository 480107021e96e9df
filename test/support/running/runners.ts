import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { NOTHING, readTally, type Tally } from "./tally.ts";
import { REPOSITORY } from "./test-files.ts";

const TEST_FOLDER = join(REPOSITORY, "test");
const require = createRequire(join(TEST_FOLDER, "package.json"));

/** @param folder where the run leaves its tally */
export function runVitest(files: readonly string[], folder: string): Promise<Tally> {
  const script = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
  const args = ["run", "--config", "test/vitest.config.ts", ...files];
  return files.length === 0
    ? Promise.resolve(NOTHING)
    : run({ command: [script, ...args], cwd: REPOSITORY, tallyPath: join(folder, "vitest.json") });
}

/**
 * @param folder where the run leaves its tally
 * @param name of the tally
 */
export function runPlaywright(files: readonly string[], folder: string, name = "playwright"): Promise<Tally> {
  const script = join(dirname(require.resolve("@playwright/test/package.json")), "cli.js");
  // Without a browser there is no test, which is said and is no failure.
  const args = ["test", "--config", "playwright.config.ts", "--pass-with-no-tests"];
  const within = files.map((file) => file.replace(/^test\//, ""));
  const command = [script, ...args, ...within];
  return files.length === 0
    ? Promise.resolve(NOTHING)
    : run({ command, cwd: TEST_FOLDER, tallyPath: join(folder, `${name}.json`) });
}

interface Run {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly tallyPath: string;
}

async function run(options: Run): Promise<Tally> {
  const code = await runToEnd(options);
  const tally = existsSync(options.tallyPath) ? readTally(options.tallyPath) : NOTHING;
  // A runner that fails without a failed test (a crash, a broken config) still counts as one failure.
  return { ...tally, failed: Math.max(tally.failed, code === 0 ? 0 : 1) };
}

function runToEnd({ command, cwd, tallyPath }: Run): Promise<number> {
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
