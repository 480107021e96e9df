import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp } from "@popgate/server/app";
import { loadConfig } from "@popgate/server/config";
import { startDemo } from "@popgate/server/demo/demo-server";
import type { Gateway } from "./built-gateway.ts";
import { refuseBreaches } from "./contract-breaches.ts";

/** As one that is its own process, but that there is none to kill. */
export type GatewayInProcess = Omit<Gateway, "pid">;

/**
 * The built gateway on a free port of its own, with a data folder of its own, in this process: a browser
 * sees no difference, and the code is loaded once for all tests of a worker. What kills, measures or configures the
 * process itself starts one with `startGateway`.
 */
export async function startGatewayInProcess(
  environment: Readonly<Record<string, string>>,
): Promise<GatewayInProcess> {
  const folder = mkdtempSync(join(tmpdir(), "popgate-gateway-"));
  const config = loadConfig({
    HOST: "127.0.0.1",
    PORT: "0",
    NODE_ENV: "test",
    POPGATE_DATA_DIR: folder,
    ...environment,
  });
  let output = "";
  const log = { write: (line: string) => void (output += line) };
  const demo = config.demo
    ? await startDemo({ pop3Port: config.demoPop3Port, pop3sPort: config.demoPop3sPort })
    : undefined;
  const app = await buildApp({ config, log, ...(demo === undefined ? {} : { demo }) });
  const url = await app.listen({ host: config.host, port: config.port });
  return {
    url,
    output: () => output,
    async stop() {
      await app.close();
      await demo?.close();
      rmSync(folder, { recursive: true, force: true });
      refuseBreaches(output);
    },
  };
}
