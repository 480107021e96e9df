import type { ServerAddress, Servers } from "@popgate/shared/api/mailbox";
import type { Config } from "./config.ts";
import type { DemoServer } from "./demo/demo-server.ts";
import type { ConfiguredServer } from "./configured-servers.ts";
import type { TlsTrust } from "./pop3/opening/pinned-certificate.ts";
import { normalHost, type EgressRule } from "./security/egress/egress-rule.ts";

/** The servers that the operator named, as the page, the egress rules and the TLS handshake need them. */
export interface Presets {
  readonly servers: Servers;
  readonly rules: readonly EgressRule[];
  tlsFor(server: ServerAddress): TlsTrust;
  /** Only where the operator set up a preset without encryption: that was their choice. */
  allowsPlaintext(server: ServerAddress): boolean;
  /** Only where the operator says so: another server would be told the address of whoever asks for nothing. */
  trustsClientAddress(server: ServerAddress): boolean;
  /** Not where the gateway shows a certificate, unless the operator lets it sign people in. */
  allowsExternal(server: ServerAddress): boolean;
}

const DEMO_ID = "demo";

export function presetsOf(config: Config, demo: DemoServer | undefined): Presets {
  const own = demo === undefined ? [] : [demoPreset(demo)];
  const all = [...own, ...config.servers];
  return {
    servers: {
      presets: all.map(({ id, name, server, domains, client }) => ({
        id,
        name,
        server,
        domains,
        ...(client?.signsIn === true ? { clientCertSignsIn: true } : {}),
      })),
      otherHosts: config.allow.length > 0,
      ...(demo === undefined ? {} : { demo: { preset: DEMO_ID, user: demo.user, password: demo.password } }),
    },
    rules: [
      ...config.allow,
      ...all.map(({ server: { host, port } }) => ({ kind: "host", host: normalHost(host), port }) as const),
    ],
    tlsFor: (server) => trustOf(all.find((preset) => isSameServer(preset.server, server))),
    allowsPlaintext: (server) =>
      config.servers.some(
        (preset) => preset.server.security === "none" && isSameServer(preset.server, server),
      ),
    trustsClientAddress: (server) =>
      config.servers.some(
        (preset) => preset.trustsClientAddress === true && isSameServer(preset.server, server),
      ),
    allowsExternal: (server) => {
      const preset = config.servers.find((each) => isSameServer(each.server, server));
      return preset?.client === undefined || preset.client.signsIn;
    },
  };
}

function trustOf(preset: ConfiguredServer | undefined): TlsTrust {
  if (preset === undefined) return {};
  const { caPem, fingerprints, client } = preset;
  return {
    ...(caPem === undefined ? {} : { ca: caPem }),
    ...(fingerprints === undefined ? {} : { fingerprints }),
    ...(client === undefined ? {} : { cert: client.certPem, key: client.keyPem }),
  };
}

function demoPreset(demo: DemoServer): ConfiguredServer {
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
