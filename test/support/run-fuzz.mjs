import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// `npm run fuzz`: the properties of test/fuzz with many more cases than in the suite.

const repository = fileURLToPath(new URL("../..", import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ["test/node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts", "test/fuzz"],
  {
    cwd: repository,
    stdio: "inherit",
    env: { ...process.env, FUZZ_RUNS: process.env.FUZZ_RUNS ?? "50000" },
  },
);
process.exitCode = status ?? 1;
