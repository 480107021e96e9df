import { execFile } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Some clients deliver nothing for root; `nobody` is this everywhere on Debian. */
const NOBODY = 65_534;
/** A client that takes longer on loopback hangs. */
const TIMEOUT_MS = 12_000;

/** A home folder of its own for a mail client, with `mail` (a Maildir) and `state` in it. */
export interface ClientHome {
  readonly folder: string;
  /** Writes a file that only the client's account can read. @returns its path */
  write(path: string, content: string): string;
  /** Runs a client to its end; rejects with what it printed, and its exit code as `code`, if it fails. */
  run(program: string | undefined, ...args: readonly string[]): Promise<string>;
  remove(): void;
}

/** A client that ended with another code than 0. */
export class ClientFailure extends Error {
  override readonly name = "ClientFailure";
  readonly code: number | string | undefined;

  constructor(message: string, code: number | string | undefined) {
    super(message);
    this.code = code;
  }
}

export function createClientHome(): ClientHome {
  const folder = mkdtempSync(join(tmpdir(), "popgate-client-"));
  const isRoot = process.getuid?.() === 0;
  const own = (path: string) => {
    if (isRoot) chownSync(join(folder, path), NOBODY, NOBODY);
  };
  for (const path of ["", "mail", "mail/cur", "mail/new", "mail/tmp", "state"]) {
    mkdirSync(join(folder, path), { recursive: true });
    own(path);
  }
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    LANG: "C",
    LOGNAME: "nobody",
    USER: "nobody",
    TERM: "xterm",
  };
  const account = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const options = { ...account, env, cwd: folder, maxBuffer: 16_000_000, timeout: TIMEOUT_MS };
  return {
    folder,
    write(path, content) {
      writeFileSync(join(folder, path), content);
      chmodSync(join(folder, path), 0o600);
      own(path);
      return join(folder, path);
    },
    run: (program, ...args) =>
      new Promise((resolve, reject) => {
        const child = execFile(program ?? "", args, options, (error, stdout, stderr) => {
          if (error === null) resolve(stdout);
          else reject(new ClientFailure(`${error.message}\n${stdout}\n${stderr}`, error.code ?? undefined));
        });
        // A client that asks a person something finds nobody there.
        child.stdin?.end();
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
