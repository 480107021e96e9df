/** What `POPGATE_ALLOW` may name: one server, the hosts of a domain, or everything public. */
export type EgressRule =
  | { readonly kind: "host"; readonly host: string; readonly port: number }
  | { readonly kind: "domain"; readonly domain: string; readonly port: number }
  | { readonly kind: "any" };

/** What `any` opens: a gateway that dials other ports is a port scanner for strangers. */
const ANY_PORTS: ReadonlySet<number> = new Set([110, 995]);

/**
 * Reads one entry: `host:port`, `[address]:port`, `*.domain:port` or `any`.
 *
 * @returns undefined if it is none of them
 */
export function parseEgressRule(text: string): EgressRule | undefined {
  const entry = text.trim();
  if (entry.toLowerCase() === "any") return { kind: "any" };
  const match = /^(\*\.)?(\[[0-9a-f:.]+\]|[^\s:*/@[\]]+):(\d{1,5})$/i.exec(entry);
  if (match === null) return undefined;
  const port = Number(match[3]);
  const host = normalHost(match[2] ?? "");
  if (host === "" || port < 1 || port > 65_535) return undefined;
  return match[1] === undefined ? { kind: "host", host, port } : { kind: "domain", domain: host, port };
}

/** Whether a rule lets a host be named at all; where it resolves to is another question. */
export function permits(rule: EgressRule, host: string, port: number): boolean {
  const name = normalHost(host);
  switch (rule.kind) {
    case "host":
      return rule.port === port && rule.host === name;
    case "domain":
      // The dot keeps `evil-example.org` out of `*.example.org`.
      return rule.port === port && name.endsWith(`.${rule.domain}`);
    case "any":
      return ANY_PORTS.has(port);
    default:
      return rule satisfies never;
  }
}

/** Names are compared without case, the root's dot, an IPv6 literal's brackets. */
export function normalHost(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}
