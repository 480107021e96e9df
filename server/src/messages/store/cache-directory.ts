import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Tells this process from an earlier one with the same number: in a container every gateway is process 1.
 */
const PROCESS_TOKEN = randomBytes(6).toString("hex");
const NAME = /^popgate-message-(\d+)-([0-9a-f]{12})-[0-9a-f]{24}\.sealed$/;

/** Where temporary files lie: one directory for one gateway. Files of dead processes are removed. */
export class CacheDirectory {
  readonly #path: string;

  /** @throws the file system's error where the directory cannot be made or read */
  constructor(path: string) {
    this.#path = path;
    mkdirSync(path, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(path)) {
      if (isStale(name)) rmSync(join(path, name), { force: true });
    }
  }

  newFile(): string {
    const name = `popgate-message-${process.pid}-${PROCESS_TOKEN}-${randomBytes(12).toString("hex")}.sealed`;
    return join(this.#path, name);
  }
}

/** Its key died with its process: nobody can read it any more. */
function isStale(name: string): boolean {
  const [, pid, token] = NAME.exec(name) ?? [];
  if (pid === undefined) return false;
  if (Number(pid) === process.pid) return token !== PROCESS_TOKEN;
  return !isAlive(Number(pid));
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
