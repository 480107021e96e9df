import type { Config } from "./config.ts";
import type { EgressRule } from "./security/egress/egress-rule.ts";

/** The effective configuration, one line each, for the log; the secret is only told to be there. */
export function describeConfig(config: Config): string[] {
  const seconds = (milliseconds: number) => `${milliseconds / 1000} s`;
  const deadlines = Object.entries(config.deadlines).map(
    ([phase, milliseconds]: [string, number]) => `${phase.replace(/Ms$/, "")} ${seconds(milliseconds)}`,
  );
  return [
    `listen: ${config.host}:${config.port}${config.basePath}`,
    `public address: ${config.publicUrl?.href ?? "as it is asked for"}`,
    `trusted proxies: ${listed(config.trustProxy)}`,
    `presets: ${listed(config.servers.map(({ id, server }) => `${id} (${server.host}:${server.port})`))}`,
    `other hosts: ${listed(config.allow.map(describeRule))}`,
    `private networks: ${listed(config.allowPrivate)}`,
    `demo: ${config.demo ? "on" : "off"}`,
    `data: ${config.dataDirectory}`,
    `store: ${config.redisUrl === undefined ? "in the data folder" : describeRedis(config.redisUrl)}`,
    `secret: ${config.secret === undefined ? "made at this start" : "given"}`,
    `deadlines: ${deadlines.join(", ")}`,
    `new mail: ${config.checkEveryMs === 0 ? "when asked for" : `every ${seconds(config.checkEveryMs)}`}`,
    `release after: ${seconds(config.releaseAfterMs)}; browser sessions: ${seconds(config.sessionTtlMs)} away, ${seconds(config.sessionLifetimeMs)} in all`,
    `largest message: ${config.maxMessageOctets} octets; mailboxes: ${config.maxSessions}, ${config.maxSessionsPerAddress} for each address`,
  ];
}

/** What becomes of sign-ins when this process ends, in one sentence for who starts it. */
export function describeKeeping({ secret, redisUrl, dataDirectory }: Config): string {
  if (secret === undefined) {
    return "Sign-ins end when this program ends; set POPGATE_SECRET to keep them.";
  }
  const place = redisUrl === undefined ? dataDirectory : describeRedis(redisUrl);
  return `Sign-ins and marks are kept, sealed, in ${place}.`;
}

/** Its host only: the rest may be a password. */
function describeRedis(url: string): string {
  const { protocol, host } = new URL(url);
  return `Redis at ${host}${protocol === "rediss:" ? " over TLS" : ""}`;
}

function describeRule(rule: EgressRule): string {
  switch (rule.kind) {
    case "host":
      return `${rule.host}:${rule.port}`;
    case "domain":
      return `*.${rule.domain}:${rule.port}`;
    case "any":
      return "any public one";
    default:
      return rule satisfies never;
  }
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ");
}
