import type { Security, ServerAddress, Servers } from "@popgate/shared/api/mailbox";

/** Where a sign-in goes. */
export type ServerChoice =
  | { readonly kind: "preset"; readonly preset: string }
  | { readonly kind: "other"; readonly server: ServerAddress };

/** Where each kind of security is usually found (RFC 8314 §3.3, RFC 1939 §3). */
export const USUAL_PORT: Readonly<Record<Security, number>> = { tls: 995, starttls: 110, none: 110 };

/** The server that an address suggests: its domain's preset, then the usual name, then the first preset. */
export function suggestedServer(servers: Servers, address: string): ServerChoice | undefined {
  if (servers.demo && address.trim() === servers.demo.user) {
    return { kind: "preset", preset: servers.demo.preset };
  }
  const domain = /@([^@\s]+)$/.exec(address.trim())?.[1]?.toLowerCase();
  const match = servers.presets.find(
    (preset) => domain !== undefined && preset.domains.some((own) => own.toLowerCase() === domain),
  );
  if (match) return { kind: "preset", preset: match.id };
  if (servers.otherHosts && domain !== undefined && domain.includes(".")) {
    return { kind: "other", server: { host: `pop.${domain}`, port: USUAL_PORT.tls, security: "tls" } };
  }
  const others = servers.presets.filter((preset) => preset.id !== servers.demo?.preset);
  const first = others[0] ?? servers.presets[0];
  if (first) return { kind: "preset", preset: first.id };
  return servers.otherHosts
    ? { kind: "other", server: { host: "", port: USUAL_PORT.tls, security: "tls" } }
    : undefined;
}

/** The address behind a choice, to be shown. */
export function addressOf(servers: Servers, choice: ServerChoice | undefined): ServerAddress | undefined {
  if (choice?.kind === "other") return choice.server;
  return servers.presets.find((preset) => preset.id === choice?.preset)?.server;
}
