import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageCache, type MessageCacheOptions } from "@popgate/server/messages/store/message-cache";

/** A message cache with a folder of its own, which goes with it. */
export class TemporaryCache extends MessageCache {
  readonly directory: string;

  /** @param limits default: a MiB of memory, and no message larger than that */
  constructor(limits: Partial<Omit<MessageCacheOptions, "directory">> = {}) {
    const directory = mkdtempSync(join(tmpdir(), "popgate-test-cache-"));
    super({ memoryOctets: 1 << 20, maxMessageOctets: 1 << 20, ...limits, directory });
    this.directory = directory;
  }

  override async close(): Promise<void> {
    await super.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
