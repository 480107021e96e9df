import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "@popgate/server/store/open-store";
import type { WatchedStore } from "@popgate/server/store/store";
import { expect, onTestFinished } from "vitest";

/** A retry may be some seconds away. */
const BACK = { timeout: 10_000 };

/** A data folder, the stores that are opened on it, and what they log. */
export class StoreBench {
  readonly folder = mkdtempSync(join(tmpdir(), "popgate-failing-"));
  readonly log: string[] = [];

  get file(): string {
    return join(this.folder, "popgate.sqlite");
  }

  /** Closed after the test. */
  async open(redisUrl?: string, dataDirectory = this.folder): Promise<WatchedStore> {
    const config = { redisUrl, dataDirectory, secret: undefined };
    const { store } = await openStore(config, { warn: (line) => this.log.push(line) });
    onTestFinished(() => store.close());
    return store;
  }

  logged(text: string): string[] {
    return this.log.filter((line) => line.includes(text));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function untilBack(store: WatchedStore): Promise<void> {
  return expect.poll(() => store.health.kind, BACK).toBe("ok");
}
