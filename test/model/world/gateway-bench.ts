import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp } from "@popgate/server/app";
import { loadConfig } from "@popgate/server/config";
import { InjectedBrowser } from "./injected-browser.ts";

/** A whole gateway in this process, asked without a socket between. */
export interface GatewayBench {
  /** @param cookie of a browser that was here before */
  browser(cookie?: string): InjectedBrowser;
  /** An end that is told: connections are closed, what is kept is kept. */
  close(): Promise<void>;
}

const SECRET = "model-4c1f0e9ab27d4d53a6b8b1e0f5d2c7a9";

/**
 * Loopback answers in a millisecond, and no trouble here is silent: only a machine that is far too busy
 * meets these, and what it then did not hear it must not call unknown.
 */
const DEADLINES = { connect: 20, tls: 20, greeting: 20, auth: 20, reply: 20, idle: 20, quit: 20 };

export interface GatewayBenchOptions {
  /** Where it keeps what outlives it; a folder of its own, removed at its end, if absent. */
  readonly dataDirectory?: string;
  /** On loopback, the only ones that may be dialled. */
  readonly ports: readonly number[];
  /** The authority that those servers are believed by, each a preset of its port's name; absent: no TLS. */
  readonly caPem?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function startGatewayBench(options: GatewayBenchOptions): Promise<GatewayBench> {
  const ownFolder =
    options.dataDirectory === undefined ? mkdtempSync(join(tmpdir(), "popgate-model-")) : undefined;
  const folder = options.dataDirectory ?? ownFolder ?? "";
  const config = loadConfig({
    NODE_ENV: "test",
    POPGATE_DATA_DIR: folder,
    POPGATE_LOG: "silent",
    POPGATE_SECRET: SECRET,
    POPGATE_DEMO: "off",
    POPGATE_ALLOW: options.ports.map((port) => `127.0.0.1:${port}`).join(),
    POPGATE_DEADLINES: JSON.stringify(DEADLINES),
    ...(options.caPem === undefined ? {} : presets(folder, options.ports, options.caPem)),
    ...options.environment,
  });
  const app = await buildApp({ config, pageDirectory: join(folder, "no-page") });
  await app.ready();
  return {
    browser: (cookie) => new InjectedBrowser(app, cookie),
    async close() {
      await app.close();
      if (ownFolder !== undefined) rmSync(ownFolder, { recursive: true, force: true });
    },
  };
}

function presets(folder: string, ports: readonly number[], caPem: string) {
  const caFile = join(folder, "authority.pem");
  writeFileSync(caFile, caPem);
  const servers = ports.map((port) => {
    const server = { host: "127.0.0.1", port, security: "tls" };
    return { id: String(port), name: `port ${port}`, server, caFile };
  });
  return { POPGATE_SERVERS: JSON.stringify(servers) };
}
