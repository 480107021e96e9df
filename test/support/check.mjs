import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { houseRules } from "./house-rules.mjs";

// Types, lint, format, dead code and the rules of the house. `node start.mjs check` calls it.

const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Types come first: the type-aware lint rules read the declarations that they write. */
const tools = [
  ["types", "typescript/bin/tsc", "-b"],
  ["lint and room boundaries", "oxlint/bin/oxlint", "--deny-warnings"],
  ["format", "oxfmt/bin/oxfmt", "--check", "."],
  ["dead code", "knip/bin/knip.js", "--no-progress", "--no-config-hints"],
];

const failures = tools.filter(([name, ...command]) => !passes(name, command)).map(([name]) => name);
const started = performance.now();
const broken = houseRules(repository);
for (const line of broken) console.error(line);
say("house rules", broken.length === 0, started);
if (broken.length > 0) failures.push("house rules");
if (failures.length > 0) console.error(`check failed: ${failures.join(", ")}`);
process.exitCode = failures.length === 0 ? 0 : 1;

function passes(name, [script, ...args]) {
  const begun = performance.now();
  const command = [join(repository, "node_modules", script), ...args];
  const { status } = spawnSync(process.execPath, command, {
    cwd: repository,
    stdio: ["ignore", "inherit", "inherit"],
  });
  say(name, status === 0, begun);
  return status === 0;
}

function say(name, isFine, begun) {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${isFine ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
}
