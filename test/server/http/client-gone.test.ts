import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildApp } from "@popgate/server/app";
import { loadConfig } from "@popgate/server/config";
import { disconnectSignal } from "@popgate/server/http/disconnect-signal";

test("a browser that goes away while it is served is no failure of the gateway", async () => {
  const folder = mkdtempSync(join(tmpdir(), "popgate-test-app-"));
  const config = loadConfig({ POPGATE_DATA_DIR: folder, POPGATE_LOG: "debug", POPGATE_DEMO: "off" });
  const lines: string[] = [];
  const app = await buildApp({ config, log: { write: (line) => void lines.push(line) } });
  const gone = new AbortController();
  // What reading a large message does: it asks the signal between two chunks.
  app.get("/probe", async (_request, reply) => {
    const signal = disconnectSignal(reply);
    gone.abort();
    await once(signal, "abort");
    signal.throwIfAborted();
  });
  const replied = new Promise<void>((done) => app.addHook("onError", async () => done()));
  await app.listen({ host: "127.0.0.1", port: 0 });
  try {
    // Listening on TCP, so the address is no path.
    const { port } = app.server.address() as AddressInfo;
    await expect(fetch(`http://127.0.0.1:${port}/probe`, { signal: gone.signal })).rejects.toBeDefined();
    await replied;
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
  expect(lines.join("")).not.toContain("unexpected error");
});
