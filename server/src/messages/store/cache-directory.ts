import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/**
 * Tells this process from an earlier one with the same number: in a container every gateway is process 1.
 */
const PROCESS_TOKEN = randomBytes(6).toString("hex");
/** Whose process numbers they are: containers that share a folder each have their own, and a name of their own. */
const HOST = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const NAME = /^popgate-message-([0-9a-f]{8})-(\d+)-([0-9a-f]{12})-[0-9a-f]{24}\.sealed$/;
/** Of another machine nobody can tell which process lives; a living one that loses a file so old reads it again. */
const FOREIGN_AGE_MS = 7 * 24 * 3_600_000;

/** Where temporary files lie. Those of dead processes are removed at start, never those of a living gateway. */
export class CacheDirectory {
  readonly #path: string;

  /** @throws the file system's error where the directory cannot be made or read */
  constructor(path: string) {
    this.#path = path;
    mkdirSync(path, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(path)) {
      if (isStale(path, name)) rmSync(join(path, name), { force: true });
    }
  }

  newFile(): string {
    const random = randomBytes(12).toString("hex");
    return join(this.#path, `popgate-message-${HOST}-${process.pid}-${PROCESS_TOKEN}-${random}.sealed`);
  }
}

/** Its key died with its process: nobody can read it any more. */
function isStale(path: string, name: string): boolean {
  const [, host, pid, token] = NAME.exec(name) ?? [];
  if (pid === undefined) return false;
  if (host !== HOST) return ageMs(join(path, name)) > FOREIGN_AGE_MS;
  if (Number(pid) === process.pid) return token !== PROCESS_TOKEN;
  return !isAlive(Number(pid));
}

/** 0 for a file that is gone meanwhile. */
function ageMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? 0 : Date.now() - stat.mtimeMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
