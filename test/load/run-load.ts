import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startGateway, type Gateway } from "../support/gateway/built-gateway.ts";
import { startNginx, type Nginx } from "../support/programs/nginx.ts";
import { startRedis, type RedisServer } from "../support/programs/redis.ts";
import { Latencies } from "./latencies.ts";
import { Person } from "./person.ts";

export interface Load {
  readonly people: number;
  /** In each mailbox, at the beginning. */
  readonly messages: number;
  readonly seconds: number;
  /** More than one stand behind nginx and share a Redis. */
  readonly gateways: number;
}

export interface LoadReport {
  readonly errors: readonly string[];
  /** Maildrops that do not hold exactly what the reports say. */
  readonly wrong: number;
  readonly signedInSeconds: number;
  /** Resident memory of each gateway, in MB. */
  readonly resident: Readonly<Record<"before" | "settled" | "after" | "peak", readonly number[]>>;
  readonly latencies: Latencies;
}

/** Sign-ins at once: people come one after the other, not all in one moment. */
const SIGNING_IN = 20;
const PRESET = "load";

/** What was started, to be stopped in the other order. */
type Stops = (() => Promise<unknown>)[];

export async function runLoad(load: Load): Promise<LoadReport> {
  const stops: Stops = [];
  try {
    return await run(load, stops);
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}

async function run(load: Load, stops: Stops): Promise<LoadReport> {
  const pop3 = await startPop3(load, stops);
  const redis = load.gateways > 1 ? await startRedis() : undefined;
  if (redis !== undefined) stops.push(() => redis.stop());
  const gateways = await Promise.all(
    Array.from({ length: load.gateways }, () => start(pop3.port, load.people, redis, stops)),
  );
  const before = gateways.map((each) => statusMegabytes(each, "VmRSS"));
  const front = load.gateways > 1 ? await startFront(gateways, stops) : undefined;
  const url = front?.url ?? gateways[0]?.url ?? "";

  const latencies = new Latencies();
  const persons = Array.from({ length: load.people }, (_, nth) => new Person(nth, url, latencies));
  const started = performance.now();
  const waiting = [...persons];
  await Promise.all(
    Array.from({ length: SIGNING_IN }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next.signIn(PRESET);
    }),
  );
  const signedInSeconds = (performance.now() - started) / 1000;
  const settled = gateways.map((each) => statusMegabytes(each, "VmRSS"));
  const endsAt = performance.now() + load.seconds * 1000;
  await Promise.all(persons.map((person) => person.readUntil(endsAt)));
  const after = gateways.map((each) => statusMegabytes(each, "VmRSS"));
  const peak = gateways.map((each) => statusMegabytes(each, "VmHWM"));
  for (const person of persons) await person.signOut();

  const left = await pop3.left();
  const wrong = persons.filter((person, nth) => left[nth] !== load.messages - person.removed).length;
  const errors = persons.flatMap((person) => person.errors);
  return { errors, wrong, signedInSeconds, resident: { before, settled, after, peak }, latencies };
}

async function startPop3(
  { people, messages }: Load,
  stops: Stops,
): Promise<{ port: number; left(): Promise<number[]> }> {
  const script = fileURLToPath(new URL("pop3-server.ts", import.meta.url));
  const child: ChildProcess = fork(script, [String(people), String(messages)]);
  stops.push(async () => {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  });
  // Its two answers are those of pop3-server.ts.
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return {
    port,
    async left() {
      const answered = once(child, "message");
      child.send("left?");
      const [{ left }] = (await answered) as [{ left: number[] }];
      return left;
    },
  };
}

async function start(
  port: number,
  people: number,
  redis: RedisServer | undefined,
  stops: Stops,
): Promise<Gateway> {
  const server = { host: "127.0.0.1", port, security: "none" };
  const gateway = await startGateway({
    NODE_ENV: "production",
    POPGATE_SERVERS: JSON.stringify([{ id: PRESET, name: "Load", server }]),
    POPGATE_ALLOW_PRIVATE: "127.0.0.0/8",
    POPGATE_MAX_SESSIONS: String(people + 10),
    TRUST_PROXY: "127.0.0.1",
    POPGATE_LOG: "error",
    POPGATE_SECRET: "k8J2vQ7nX4tB9wLz5mR1cY6dF3hG0pSa",
    ...(redis === undefined ? {} : { POPGATE_REDIS_URL: redis.url }),
  });
  stops.push(() => gateway.stop());
  return gateway;
}

async function startFront(gateways: readonly Gateway[], stops: Stops): Promise<Nginx> {
  const nginx = await startNginx(gateways.map(({ url }) => url));
  stops.push(() => nginx.stop());
  return nginx;
}

/** As Linux tells it. */
function statusMegabytes({ pid }: Gateway, field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? Number.NaN) / 1024);
}
