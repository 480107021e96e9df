import type { ConnectionOptions } from "node:tls";
import type { Preset, ServerAddress, Servers } from "@popgate/shared/api/mailbox";
import type { Config } from "./config.ts";
import type { DemoServer } from "./demo/demo-server.ts";
import { normalHost, type EgressRule } from "./security/egress-rule.ts";

/** The servers that the operator named, as the page, the egress rules and the TLS handshake need them. */
export interface Presets {
  readonly servers: Servers;
  readonly rules: readonly EgressRule[];
  tlsFor(server: ServerAddress): ConnectionOptions;
  /** Only where the operator set up a preset without encryption: that was their choice. */
  allowsPlaintext(server: ServerAddress): boolean;
}

const DEMO_ID = "demo";

export function presetsOf(config: Config, demo: DemoServer | undefined): Presets {
  const own = demo === undefined ? [] : [demoPreset(demo)];
  const all = [...own, ...config.servers];
  return {
    servers: {
      presets: all.map(({ id, name, server, domains }) => ({ id, name, server, domains })),
      otherHosts: config.allow.length > 0,
      ...(demo === undefined ? {} : { demo: { preset: DEMO_ID, user: demo.user, password: demo.password } }),
    },
    rules: [
      ...config.allow,
      ...all.map(({ server: { host, port } }) => ({ kind: "host", host: normalHost(host), port }) as const),
    ],
    tlsFor: (server) => {
      const caPem = all.find((preset) => isSameServer(preset.server, server))?.caPem;
      return caPem === undefined ? {} : { ca: caPem };
    },
    allowsPlaintext: (server) =>
      config.servers.some(
        (preset) => preset.server.security === "none" && isSameServer(preset.server, server),
      ),
  };
}

function demoPreset(demo: DemoServer): Preset & { readonly caPem: string } {
  return {
    id: DEMO_ID,
    name: "Popgate demo",
    server: { host: demo.host, port: demo.pop3sPort, security: "tls" },
    domains: [],
    caPem: demo.caPem,
  };
}

function isSameServer(left: ServerAddress, right: ServerAddress): boolean {
  return normalHost(left.host) === normalHost(right.host) && left.port === right.port;
}
