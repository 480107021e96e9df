import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// `npm run fuzz`: the properties of test/fuzz with many more cases than in the suite, and with others.

const repository = fileURLToPath(new URL("../..", import.meta.url));
const { FUZZ_RUNS = "50000", FUZZ_SEED = String(Date.now() % 1_000_000_000) } = process.env;
console.log(`FUZZ_RUNS=${FUZZ_RUNS} FUZZ_SEED=${FUZZ_SEED}`);
const { status } = spawnSync(
  process.execPath,
  ["test/node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts", "test/fuzz"],
  { cwd: repository, stdio: "inherit", env: { ...process.env, FUZZ_RUNS, FUZZ_SEED } },
);
process.exitCode = status ?? 1;
