import type { Config } from "./config.ts";
import type { EgressRule } from "./security/egress-rule.ts";

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
    `secret: ${config.secret === undefined ? "made at this start" : "given"}`,
    `deadlines: ${deadlines.join(", ")}`,
    `release after: ${seconds(config.releaseAfterMs)}; browser sessions: ${seconds(config.sessionTtlMs)}`,
    `largest message: ${config.maxMessageOctets} octets; mailboxes: ${config.maxSessions}, ${config.maxSessionsPerAddress} for each address`,
  ];
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
