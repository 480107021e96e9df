import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// npm start · npm run dev · npm test [filters] · npm run test:all · npm run check. Needs Node and npm, nothing installed.

const root = dirname(fileURLToPath(import.meta.url));
const at = (...path) => join(root, ...path);
const [command = "start", ...rest] = process.argv.slice(2);
const commands = { start, dev, test: () => runTool(true), check: () => runTool(false) };

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `Popgate needs Node.js 20.19 or newer; this is ${process.versions.node}. Get it from https://nodejs.org`,
  );
}
if (!Object.hasOwn(commands, command)) fail(`There is no "${command}": start, dev, test, check.`);
install();
await commands[command]();

async function start() {
  build();
  stopWithParent(() => process.kill(process.pid, "SIGTERM"));
  const { startGateway } = await import("./server/dist/main.js");
  await startGateway();
}

/** The page reloads through Vite, the gateway restarts through tsx; both run from TypeScript. */
function dev() {
  const { PORT = "8080", ...environment } = process.env;
  const children = [
    run([at("node_modules/tsx/dist/cli.mjs"), "watch", "-C", "source", at("server/src/main.ts")], {
      ...environment,
      NODE_ENV: "development",
      PORT,
    }),
    run([at("web/node_modules/vite/bin/vite.js"), at("web")], { ...environment, POPGATE_DEV_PORT: PORT }),
  ];
  const stop = () => children.forEach((child) => child.kill("SIGTERM"));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
  for (const child of children) child.on("exit", stop);
  stopWithParent(stop);
}

function runTool(isTest) {
  if (isTest) build();
  const tool = isTest ? ["--import", "tsx", at("test/support/run-tests.ts")] : [at("test/support/check.mjs")];
  const child = run([...tool, ...rest], process.env);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
}

/** Only if the lockfile says something new. pnpm comes through npx, in the version that made the lockfile. */
function install() {
  const done = at("node_modules/.modules.yaml");
  if (existsSync(done) && modifiedAt(done) >= modifiedAt(at("pnpm-lock.yaml"))) return;
  const { packageManager } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const args = ["--yes", packageManager, "install", "--frozen-lockfile", "--prefer-offline"];
  // npx is a script on Windows, which only a shell starts.
  const options = { cwd: root, stdio: "inherit", shell: process.platform === "win32" };
  step("Installing packages (the first time only)", () => spawnSync("npx", args, options).status);
  const now = new Date();
  utimesSync(done, now, now);
}

function build() {
  const tsc = [at("node_modules/typescript/bin/tsc"), "-b", "server"];
  step("Compiling the gateway", () => runToEnd(tsc));
  const page = at("web/dist/app/index.html");
  const sources = [
    "web/src",
    "web/public",
    "web/index.html",
    "web/vite.config.ts",
    "web/package.json",
    "shared/src",
  ];
  if (existsSync(page) && Math.max(...sources.map((path) => newestIn(at(path)))) < modifiedAt(page)) return;
  step("Building the page", () =>
    runToEnd([at("web/node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn", at("web")]),
  );
}

function step(name, work) {
  const begun = performance.now();
  console.log(`${name} …`);
  if (work() !== 0) fail(`${name} failed; what is wrong stands above.`);
  console.log(`  done in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}

function runToEnd(args) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status;
}

function run(args, env) {
  return spawn(process.execPath, args, { cwd: root, stdio: "inherit", env });
}

/** npm's shell passes no signal on: when npm is ended from outside, only the new parent shows it. */
function stopWithParent(stop) {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || stop(), 500).unref();
}

function newestIn(path) {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return modifiedAt(path);
  return Math.max(modifiedAt(path), ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function modifiedAt(path) {
  return statSync(path).mtimeMs;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
