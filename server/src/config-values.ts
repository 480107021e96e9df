import * as z from "zod/mini";
import { ExplainedError, listOf } from "./config-reader.ts";
import { DEFAULT_DEADLINES, type Deadlines } from "./pop3/deadlines.ts";
import { parseCidr } from "./security/egress/public-address.ts";

// What single settings may be; each function throws what is wrong, without the value where that may be a secret.

/** Fewer characters can be guessed; an example copied from a manual need not be. */
export const MIN_SECRET_CHARACTERS = 32;
const KNOWN_SECRETS = /change.?me|example|password|^(?:0123456789|abcdef)/i;
/** 32 random hexadecimal digits have fewer once in thirty million times. */
const MIN_DIFFERENT_CHARACTERS = 8;
/** Of a network: a shorter prefix holds more of the Internet than anybody's proxies. */
const MIN_PROXY_PREFIX = { ipv4: 8, ipv6: 16 } as const;

/** @returns undefined for what is neither an address nor a network (CIDR) */
export function networkOf(entry: string): string | undefined {
  return parseCidr(entry) === undefined ? undefined : entry;
}

/** Whoever is trusted says which address a request came from: that must not be everybody. */
export function readTrustedProxies(text: string): string[] {
  const networks = listOf(networkOf)(text);
  for (const network of networks) {
    const parsed = parseCidr(network);
    if (parsed === undefined || parsed.prefix >= MIN_PROXY_PREFIX[parsed.family]) continue;
    throw new ExplainedError(
      `${network} would let strangers choose the address they are counted and logged under`,
    );
  }
  return networks;
}

/** @throws Error for one that can be guessed */
export function readSecret(text: string): string {
  const isGuessable = text.length < MIN_SECRET_CHARACTERS || KNOWN_SECRETS.test(text) || isMonotonous(text);
  if (isGuessable) throw new Error("it can be guessed");
  return text;
}

/** A few characters, or a short piece, over and over again. */
function isMonotonous(secret: string): boolean {
  return new Set(secret).size < MIN_DIFFERENT_CHARACTERS || /^(.{1,16})\1+.{0,15}$/.test(secret);
}

export function readPublicUrl(text: string, basePath: string): URL {
  const url = new URL(text);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  if (!isWeb || url.username !== "" || url.search !== "" || url.hash !== "") {
    throw new ExplainedError("only scheme, host, port and path");
  }
  if (`${url.pathname.replace(/\/$/, "")}/` !== basePath)
    throw new ExplainedError("its path is not BASE_PATH");
  return url;
}

/** Nothing of it is told when it is wrong: it may hold a password. */
export function readRedisUrl(text: string): string {
  const url = new URL(text);
  const isRedis = url.protocol === "redis:" || url.protocol === "rediss:";
  if (!isRedis || url.hostname === "" || !/^(?:\/\d*)?$/.test(url.pathname)) {
    throw new ExplainedError("only scheme, password, host, port and number of the database");
  }
  return text;
}

export function readDeadlines(text: string): Deadlines {
  const phase = z.optional(z.number().check(z.gt(0), z.lte(3_600)));
  const schema = z.strictObject({
    connect: phase,
    tls: phase,
    greeting: phase,
    auth: phase,
    reply: phase,
    idle: phase,
    quit: phase,
  });
  const given = schema.parse(JSON.parse(text));
  const ms = (value: number | undefined, fallback: number) => (value === undefined ? fallback : value * 1000);
  return {
    connectMs: ms(given.connect, DEFAULT_DEADLINES.connectMs),
    tlsMs: ms(given.tls, DEFAULT_DEADLINES.tlsMs),
    greetingMs: ms(given.greeting, DEFAULT_DEADLINES.greetingMs),
    authMs: ms(given.auth, DEFAULT_DEADLINES.authMs),
    replyMs: ms(given.reply, DEFAULT_DEADLINES.replyMs),
    idleMs: ms(given.idle, DEFAULT_DEADLINES.idleMs),
    quitMs: ms(given.quit, DEFAULT_DEADLINES.quitMs),
  };
}
