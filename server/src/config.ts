import { statSync } from "node:fs";
import { resolve } from "node:path";
import * as z from "zod/mini";
import { ConfigReader, ExplainedError, listOf, parsedBy } from "./config-reader.ts";
import type { ConfigProblem, Environment } from "./config-reader.ts";
import {
  MIN_SECRET_CHARACTERS,
  networkOf,
  readDeadlines,
  readPublicUrl,
  readRedisUrl,
  readSecret,
  readTrustedProxies,
} from "./config-values.ts";
import { readServers, type ConfiguredServer } from "./configured-servers.ts";
import { DEFAULT_DEADLINES, type Deadlines } from "./pop3/deadlines.ts";
import { parseEgressRule, type EgressRule } from "./security/egress/egress-rule.ts";
import { DEFAULT_CHECK_EVERY_MS } from "./sessions/attendance/supervisor.ts";

export interface Config {
  readonly host: string;
  readonly port: number;
  /** With a slash at its end. */
  readonly basePath: string;
  readonly publicUrl: URL | undefined;
  readonly trustProxy: readonly string[];
  readonly servers: readonly ConfiguredServer[];
  readonly allow: readonly EgressRule[];
  readonly allowPrivate: readonly string[];
  readonly demo: boolean;
  readonly demoPop3Port: number;
  readonly demoPop3sPort: number;
  readonly dataDirectory: string;
  /** With its password. */
  readonly redisUrl: string | undefined;
  readonly secret: string | undefined;
  readonly deadlines: Deadlines;
  readonly releaseAfterMs: number;
  /** 0 for never. */
  readonly checkEveryMs: number;
  readonly sessionTtlMs: number;
  readonly sessionLifetimeMs: number;
  readonly maxMessageOctets: number;
  readonly maxSessions: number;
  readonly maxSessionsPerAddress: number;
  readonly logLevel: string;
  /** Whether every reply and event is parsed by its contract before it leaves, and refused if it breaks it. */
  readonly checksContracts: boolean;
}

/** The configuration is wrong; `problems` are all that is. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(
      ({ name, expected, example }) => `  ${name}: ${expected}\n    for example: ${example}`,
    );
    super(`Correct the configuration, then start again:\n${lines.join("\n")}`);
    this.problems = problems;
  }
}

/** A closed laptop lid should not keep other clients out for long; a coffee break should not cost a login. */
const DEFAULT_RELEASE_AFTER_MS = 300_000;

const port = z.coerce.number().check(z.int(), z.gte(0), z.lte(65_535));
const seconds = z.pipe(
  z.coerce.number().check(z.gt(0), z.lte(31_536_000)),
  z.transform((value: number) => value * 1000),
);
/** A timer that is set to more than 2^31 - 1 ms fires at once. */
const timerSeconds = z.pipe(
  z.coerce.number().check(z.gt(0), z.lte(2_147_483)),
  z.transform((value: number) => value * 1000),
);
/** A day is the longest that makes sense; 0 switches something off. */
const secondsOrNever = z.pipe(
  z.coerce.number().check(z.gte(0), z.lte(86_400)),
  z.transform((value: number) => value * 1000),
);
const count = z.coerce.number().check(z.int(), z.gte(1), z.lte(Number.MAX_SAFE_INTEGER));
const cidrs = listOf(networkOf);

/**
 * Reads the environment, which nothing else does.
 *
 * @throws ConfigError with every problem at once
 */
export function loadConfig(environment: Environment = process.env): Config {
  const reader = new ConfigReader(environment);
  const config: Config = {
    ...readAddress(reader),
    ...readReach(reader),
    ...readLimits(reader),
    ...readKeeping(reader),
    ...readLogging(reader),
  };
  reader.reportUnknown("POPGATE_");
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}

function readAddress(reader: ConfigReader) {
  const basePath = reader.read({
    name: "BASE_PATH",
    expected: "a path that begins with a slash",
    example: "/mail/",
    fallback: "/",
    parse: (text) => {
      const path = parsedBy(z.string().check(z.regex(/^\/(?:[\w.~-]+\/?)*$/)))(text);
      return path.endsWith("/") ? path : `${path}/`;
    },
  });
  return {
    basePath,
    host: reader.read({
      name: "HOST",
      expected: "a name or address of this machine",
      example: "0.0.0.0",
      fallback: "127.0.0.1",
      parse: parsedBy(z.string().check(z.regex(/^[\w.:-]+$/))),
    }),
    port: reader.read({
      name: "PORT",
      expected: "a port, 0 for any that is free",
      example: "8080",
      fallback: 8080,
      parse: parsedBy(port),
    }),
    publicUrl: reader.read<URL | undefined>({
      name: "PUBLIC_URL",
      expected: `the address that people type, http or https, with the path ${basePath}`,
      example: `https://mail.example.org${basePath}`,
      fallback: undefined,
      parse: (text) => readPublicUrl(text, basePath),
    }),
    trustProxy: reader.read({
      name: "TRUST_PROXY",
      expected: "addresses or networks of your own proxies, separated by commas",
      example: "10.0.0.0/8,127.0.0.1",
      fallback: [],
      parse: readTrustedProxies,
    }),
  };
}

function readReach(reader: ConfigReader) {
  const servers = reader.read<ConfiguredServer[]>({
    name: "POPGATE_SERVERS",
    expected: "a JSON list of presets, or the path of a file with one",
    example:
      '[{"id":"example","name":"Example","server":{"host":"pop.example.org","port":995,"security":"tls"},"domains":["example.org"]}]',
    fallback: [],
    parse: (text) => {
      try {
        return readServers(text);
      } catch (cause) {
        throw new ExplainedError(cause instanceof Error ? cause.message : "", { cause });
      }
    },
  });
  return {
    servers,
    allow: reader.read({
      name: "POPGATE_ALLOW",
      expected: "host:port, *.domain:port or any, separated by commas",
      example: "pop.example.net:995,*.example.com:995",
      fallback: [],
      parse: listOf(parseEgressRule),
    }),
    allowPrivate: reader.read({
      name: "POPGATE_ALLOW_PRIVATE",
      expected: "private networks that may be dialled, separated by commas",
      example: "192.168.1.0/24,fd00::/8",
      fallback: [],
      parse: cidrs,
    }),
    demo: reader.read({
      name: "POPGATE_DEMO",
      expected: "on or off",
      example: "off",
      fallback: servers.length === 0,
      parse: (text) => parsedBy(z.enum(["on", "off"]))(text.toLowerCase()) === "on",
    }),
    demoPop3Port: reader.read({
      name: "POPGATE_DEMO_POP3_PORT",
      expected: "a port, 0 for any that is free",
      example: "1110",
      fallback: 0,
      parse: parsedBy(port),
    }),
    demoPop3sPort: reader.read({
      name: "POPGATE_DEMO_POP3S_PORT",
      expected: "a port, 0 for any that is free",
      example: "1995",
      fallback: 0,
      parse: parsedBy(port),
    }),
  };
}

function readLimits(reader: ConfigReader) {
  const limit = (name: string, expected: string, fallback: number, parse: (text: string) => number) =>
    reader.read({
      name,
      expected,
      example: String(parse === inSeconds ? fallback / 1000 : fallback),
      fallback,
      parse,
    });
  const inSeconds = parsedBy(seconds);
  return {
    deadlines: reader.read({
      name: "POPGATE_DEADLINES",
      expected: "a JSON object of seconds for connect, tls, greeting, auth, reply, idle, quit",
      example: '{"connect":15,"reply":60}',
      fallback: DEFAULT_DEADLINES,
      parse: readDeadlines,
    }),
    releaseAfterMs: reader.read({
      name: "POPGATE_RELEASE_AFTER",
      expected: "seconds without anybody looking until the maildrop is unlocked, up to 2147483",
      example: "300",
      fallback: DEFAULT_RELEASE_AFTER_MS,
      parse: parsedBy(timerSeconds),
    }),
    checkEveryMs: reader.read({
      name: "POPGATE_CHECK_EVERY",
      expected: "seconds between two looks for new mail that nobody asked for, 0 for none",
      example: "300",
      fallback: DEFAULT_CHECK_EVERY_MS,
      parse: parsedBy(secondsOrNever),
    }),
    sessionTtlMs: limit("POPGATE_SESSION_TTL", "seconds that a browser may stay away", 43_200_000, inSeconds),
    sessionLifetimeMs: limit(
      "POPGATE_SESSION_LIFETIME",
      "seconds after its latest sign-in that a browser signs in anew",
      2_592_000_000,
      inSeconds,
    ),
    maxMessageOctets: limit(
      "POPGATE_MAX_MESSAGE",
      "octets of the largest message that is opened",
      256 * 1024 * 1024,
      parsedBy(count),
    ),
    maxSessions: limit("POPGATE_MAX_SESSIONS", "how many mailboxes may be open", 1000, parsedBy(count)),
    // A class behind one address with some mailboxes each; behind an unknown proxy it bounds everybody.
    maxSessionsPerAddress: limit(
      "POPGATE_MAX_SESSIONS_PER_ADDRESS",
      "how many mailboxes one client address may have open",
      250,
      parsedBy(count),
    ),
  };
}

function readKeeping(reader: ConfigReader) {
  return {
    dataDirectory: reader.read({
      name: "POPGATE_DATA_DIR",
      expected: "a folder, or a path where one can be made",
      example: "/var/lib/popgate",
      fallback: resolve("data"),
      parse: (text) => {
        const isOther = statSync(text, { throwIfNoEntry: false })?.isDirectory() === false;
        if (isOther) throw new ExplainedError("that is a file");
        return resolve(text);
      },
    }),
    redisUrl: reader.read<string | undefined>({
      name: "POPGATE_REDIS_URL",
      expected: "the address of a Redis, redis:// or rediss://",
      example: "redis://:password@redis.example.org:6379/0",
      fallback: undefined,
      parse: readRedisUrl,
    }),
    secret: reader.read<string | undefined>({
      name: "POPGATE_SECRET",
      expected: `at least ${MIN_SECRET_CHARACTERS} random characters, not those of an example`,
      example: "the output of: openssl rand -base64 32",
      fallback: undefined,
      parse: readSecret,
    }),
  };
}

function readLogging(reader: ConfigReader) {
  return {
    logLevel: reader.read({
      name: "POPGATE_LOG",
      expected: "debug, info, warn, error or silent",
      example: "warn",
      // A person who starts it by hand wants the address; a service's log wants everything.
      fallback: process.stdout.isTTY ? "warn" : "info",
      parse: parsedBy(z.enum(["debug", "info", "warn", "error", "silent"])),
    }),
    checksContracts: reader.read({
      name: "NODE_ENV",
      expected: "development, test or production",
      example: "production",
      fallback: false,
      parse: (text) => ["development", "test"].includes(text),
    }),
  };
}
