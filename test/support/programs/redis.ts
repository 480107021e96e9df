import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { endProcess, hasEnded } from "./end-process.ts";
import { accepts, freePort } from "./ports.ts";
import { findProgram, requireProgram } from "./require-program.ts";

/** It starts in some milliseconds; a busy build machine may need much longer. */
const START_DEADLINE_MS = 15_000;
/** Another process may take a free port between our look and the server's bind. */
const START_ATTEMPTS = 3;

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** What was asked of it to be kept dies with it: there is no persistence. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  /** It answers nobody, and its connections stay open. */
  freeze(): void;
  thaw(): void;
  /** Should be none: what nobody asks for any more must go by itself. */
  keysWithoutExpiry(): Promise<string[]>;
  stop(): Promise<void>;
}

export interface RedisOptions {
  readonly password?: string;
}

/** The path of redis-server, or `undefined` where its tests must be left out (`requireProgram`). */
export function requireRedis(): string | undefined {
  return requireProgram("redis-server");
}

/** Starts a Redis of its own on loopback, in a temporary folder, without persistence. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "popgate-redis-"));
  let started: { port: number; child: ChildProcess } | undefined;
  let failure: unknown;
  for (let attempt = 0; attempt < START_ATTEMPTS && started === undefined; attempt += 1) {
    const port = await freePort();
    try {
      started = { port, child: await launch(folder, port, options) };
    } catch (error) {
      failure = error;
    }
  }
  if (started === undefined) {
    rmSync(folder, { recursive: true, force: true });
    throw failure;
  }
  const { port } = started;
  let { child } = started;
  const killAtExit = () => child.kill("SIGKILL");
  process.once("exit", killAtExit);
  const login = options.password === undefined ? "" : `:${encodeURIComponent(options.password)}@`;
  return {
    port,
    url: `redis://${login}127.0.0.1:${port}/0`,
    kill: () => endProcess(child, "SIGKILL"),
    restart: async () => {
      await endProcess(child, "SIGKILL");
      child = await launch(folder, port, options);
    },
    freeze: () => child.kill("SIGSTOP"),
    thaw: () => child.kill("SIGCONT"),
    keysWithoutExpiry: () => keysWithoutExpiry(port, options),
    stop: async () => {
      process.off("exit", killAtExit);
      await endProcess(child, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(folder: string, port: number, { password }: RedisOptions): Promise<ChildProcess> {
  const settings = ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  if (password !== undefined) settings.push("--requirepass", password);
  const child = spawn(findProgram("redis-server") ?? "redis-server", [...settings, "--appendonly", "no"], {
    cwd: folder,
    stdio: "ignore",
  });
  const signal = AbortSignal.timeout(START_DEADLINE_MS);
  try {
    // It tells nobody when it listens, so the port is asked until it answers or the process ends.
    while (!(await accepts(port))) {
      if (hasEnded(child)) throw new Error("redis-server ended at its start");
      await delay(20, undefined, { signal });
    }
    // The port may be another program's: ours would have ended then.
    if (hasEnded(child)) throw new Error("redis-server did not get its port");
    return child;
  } catch (error) {
    await endProcess(child, "SIGKILL");
    throw error;
  }
}

async function keysWithoutExpiry(port: number, { password }: RedisOptions): Promise<string[]> {
  const script = `local found = {} for _, key in ipairs(redis.call('KEYS', '*')) do if redis.call('PTTL', key) == -1 then table.insert(found, key) end end return table.concat(found, ' ')`;
  const login = password === undefined ? "" : command("AUTH", password);
  const socket = connect(port, "127.0.0.1");
  socket.end(login + command("EVAL", script, "0") + command("QUIT"));
  const reply = await text(socket);
  // Of each bulk string the line after its length.
  return [...reply.matchAll(/\$\d+\r\n(.*)\r\n/g)].flatMap(([, keys = ""]) =>
    keys.split(" ").filter(Boolean),
  );
}

function command(...words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`;
}
