import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startGateway, type Gateway } from "../support/gateway.ts";
import { startNginx, type Nginx } from "../support/nginx.ts";
import { startRedis, type RedisServer } from "../support/redis.ts";
import { Latencies } from "./latencies.ts";
import { Person } from "./person.ts";

const { values } = parseArgs({
  options: {
    people: { type: "string", default: "1000" },
    messages: { type: "string", default: "1000" },
    seconds: { type: "string", default: "120" },
    gateways: { type: "string", default: "1" },
  },
});
const people = Number(values.people);
const messages = Number(values.messages);
const seconds = Number(values.seconds);
const gatewayCount = Number(values.gateways);

/** Sign-ins at once: people come one after the other, not all in one moment. */
const SIGNING_IN = 20;
const PRESET = "load";

const stops: (() => Promise<unknown>)[] = [];
try {
  await run();
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function run(): Promise<void> {
  const pop3 = await startPop3();
  const redis = gatewayCount > 1 ? await startRedis() : undefined;
  if (redis !== undefined) stops.push(() => redis.stop());
  const gateways = await Promise.all(Array.from({ length: gatewayCount }, () => start(pop3.port, redis)));
  const before = gateways.map(residentMegabytes);
  const front = gatewayCount > 1 ? await startFront(gateways) : undefined;
  const url = front?.url ?? gateways[0]?.url ?? "";

  const latencies = new Latencies();
  const persons = Array.from({ length: people }, (_, nth) => new Person(nth, url, latencies));
  const started = performance.now();
  const waiting = [...persons];
  await Promise.all(
    Array.from({ length: SIGNING_IN }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next.signIn(PRESET);
    }),
  );
  const signedInMs = performance.now() - started;
  const settled = gateways.map(residentMegabytes);
  const endsAt = performance.now() + seconds * 1000;
  await Promise.all(persons.map((person) => person.readUntil(endsAt)));
  const after = gateways.map(residentMegabytes);
  const peaks = gateways.map(peakMegabytes);
  for (const person of persons) await person.signOut();

  const left = await pop3.left();
  const wrong = persons.filter((person, nth) => left[nth] !== messages - person.removed).length;
  console.log(
    `${people} sessions, ${messages} messages each, ${seconds} s, ${gatewayCount} gateway(s)` +
      `${redis === undefined ? "" : " with Redis behind nginx"}; ${cpus().length} × ${cpus()[0]?.model ?? ""}, Node ${process.version}; ` +
      `people, POP3 server and gateways share the machine`,
  );
  console.log(`all signed in after ${(signedInMs / 1000).toFixed(1)} s; errors: 0`);
  console.log(
    `resident MB of each gateway: at start ${before.join(", ")}; signed in ${settled.join(", ")}; at the end ${after.join(", ")}; at most ${peaks.join(", ")}`,
  );
  const grown = sum(after) - sum(before);
  console.log(`memory for each session: ${((grown * 1024) / people).toFixed(0)} kB`);
  console.log(`maildrops that do not hold exactly what the reports say: ${wrong}`);
  console.log(latencies.table());
  if (wrong > 0) process.exitCode = 1;
}

async function startPop3(): Promise<{ port: number; left(): Promise<number[]> }> {
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

async function start(port: number, redis: RedisServer | undefined): Promise<Gateway> {
  const server = { host: "127.0.0.1", port, security: "none" };
  const gateway = await startGateway({
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

async function startFront(gateways: readonly Gateway[]): Promise<Nginx> {
  const nginx = await startNginx(gateways.map(({ url }) => url));
  stops.push(() => nginx.stop());
  return nginx;
}

function residentMegabytes(gateway: Gateway): number {
  return statusMegabytes(gateway, "VmRSS");
}

function peakMegabytes(gateway: Gateway): number {
  return statusMegabytes(gateway, "VmHWM");
}

/** As Linux tells it. */
function statusMegabytes({ pid }: Gateway, field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(line?.[1] ?? Number.NaN) / 1024);
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
