import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { listen } from "../support/line/listen.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));

let folder: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "popgate-main-"));
});

afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  readonly process: ChildProcess;
  output(): string;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

function start(environment: Record<string, string>): Started {
  const { PATH = "" } = process.env;
  // Within the one process: tsx's own command passes no SIGHUP on.
  child = spawn(
    process.execPath,
    ["--import", "tsx", "-C", "source", join(repository, "server/src/main.ts")],
    {
      cwd: repository,
      env: { PATH, HOST: "127.0.0.1", PORT: "0", POPGATE_DATA_DIR: folder, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const running = child;
  let output = "";
  const looking = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      for (const look of looking) look();
    });
  }
  return {
    process: running,
    output: () => output,
    ended: new Promise((resolve) => running.once("close", (code) => resolve(code))),
    printed: (pattern) =>
      new Promise((resolve) => {
        const look = () => {
          const match = pattern.exec(output);
          if (match !== null) resolve(match);
        };
        looking.add(look);
        look();
      }),
  };
}

test("where no terminal shows it every line is JSON, the address and the login at the end, whatever the level", async () => {
  const gateway = start({ POPGATE_LOG: "error" });
  await gateway.printed(/password tanstaaf/);
  const lines = gateway.output().trimEnd().split("\n");
  const logged = lines.map((line): unknown => JSON.parse(line));
  for (const line of logged) expect(line).toMatchObject({ level: "info", time: expect.any(Number) });
  expect(logged.at(-2)).toMatchObject({
    msg: expect.stringMatching(/^Popgate is at http:\/\/127\.0\.0\.1:\d+\/$/),
  });
  expect(logged.at(-1)).toMatchObject({ msg: "Demo mailbox: user mrose, password tanstaaf" });
});

test("SIGHUP does not end a service, and the log says that it changes nothing", async () => {
  const gateway = start({});
  const [, address = ""] = await gateway.printed(/Popgate is at (http:[^\s"]+)/);
  gateway.process.kill("SIGHUP");
  await gateway.printed(/SIGHUP changes nothing/);
  expect((await fetch(`${address}livez`)).status).toBe(200);
  gateway.process.kill("SIGTERM");
  expect(await gateway.ended).toBe(0);
});

test("the demo's two ports can be chosen, and one that is taken is named by its variable", async () => {
  const blocker = createServer();
  const port = await listen(blocker);
  const gateway = start({ POPGATE_DEMO_POP3S_PORT: String(port) });
  expect(await gateway.ended).toBe(1);
  expect(gateway.output()).toContain(`POPGATE_DEMO_POP3S_PORT=${port + 1}`);
  blocker.close();
});

test("prints its address and the demo login, and stops on SIGTERM with its pages told", async () => {
  const gateway = start({});
  const [, address = ""] = await gateway.printed(/Popgate is at (http:[^\s"]+)/);
  await gateway.printed(/user mrose, password tanstaaf/);
  const origin = new URL(address).origin;
  const response = await fetch(`${address}api/v1/mailboxes`, {
    method: "POST",
    headers: { origin, "content-type": "application/json" },
    body: JSON.stringify({ preset: "demo", user: "mrose", password: "tanstaaf" }),
  });
  expect(response.status).toBe(201);
  const cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const page = new WebSocket(`${address.replace("http", "ws")}api/v1/events`, {
    headers: { cookie },
    origin,
  });
  await once(page, "message");
  const told = once(page, "close");

  gateway.process.kill("SIGTERM");
  // A stop that misses its deadline ends with 1.
  expect(await gateway.ended).toBe(0);
  expect((await told)[0]).toBe(1001);
  expect(readdirSync(join(folder, "cache"))).toEqual([]);
});

test("says plainly that the port is taken, and how to choose another", async () => {
  const other = createServer();
  const port = await listen(other);
  const gateway = start({ PORT: String(port) });
  expect(await gateway.ended).toBe(1);
  other.close();
  expect(gateway.output()).toContain(`Port ${port} is taken by another program.`);
  expect(gateway.output()).toMatch(/PORT=\d+ npm start/);
  expect(gateway.output()).not.toMatch(/^\s+at /m);
});

test("says plainly that its folder cannot be written, and how to name another", async () => {
  writeFileSync(join(folder, "cache"), "a file where a folder is to be");
  const gateway = start({});
  expect(await gateway.ended).toBe(1);
  expect(gateway.output()).toContain(`Nothing can be written in ${folder}.`);
  expect(gateway.output()).toMatch(/POPGATE_DATA_DIR=\S+ npm start/);
  expect(gateway.output()).not.toMatch(/^\s+at /m);
});

test("prints every mistake of the configuration and starts nothing", async () => {
  const gateway = start({ PORT: "http", POPGATE_SECRET: "not-a-long-secret", POPGATE_DEMOO: "on" });
  expect(await gateway.ended).toBe(1);
  for (const name of ["PORT", "POPGATE_SECRET", "POPGATE_DEMOO"]) expect(gateway.output()).toContain(name);
  expect(gateway.output()).not.toContain("not-a-long-secret");
});
