import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leaveOut } from "../../programs/leave-out.ts";
import { findProgram } from "../../programs/require-program.ts";
import { SERVER_PASSWORD, type ServerAccount } from "../real-server.ts";

/** Where `.ci/unpack-servers` puts the servers. */
const UNPACKED = process.env["POPGATE_TEST_SERVERS"] ?? "/var/tmp/popgate-servers";
/** The owner of the mail and the account of the server; both exist only inside the root. */
export const MAIL_UID = 1500;
export const SERVER_UID = 1501;
/** Debian's number of the group `mail`. */
const MAIL_GID = 8;

const CHROOT = findProgram("chroot") ?? "chroot";

/** A server's whole file system for one run. */
export interface ServerRoot {
  readonly folder: string;
  /** Writes a file inside, by its path inside. */
  write(path: string, content: string | Buffer, options?: { owner?: number; mode?: number }): void;
  makeFolder(path: string, owner?: number): void;
  /** Runs a program inside to its end. */
  run(program: string, args: readonly string[], input?: string): string;
  remove(): void;
}

/** Whether an unpacked server can be entered; says why not, or throws under CI. */
export function requireServerRoot(name: string): boolean {
  const reason = missing(name);
  if (reason === undefined) return true;
  leaveOut(reason);
  return false;
}

function missing(name: string): string | undefined {
  if (!existsSync(join(UNPACKED, name, ".complete"))) {
    return `${name} is not unpacked: run .ci/unpack-servers`;
  }
  // chroot and the change to the mailbox's owner are both root's.
  return process.getuid?.() === 0 ? undefined : `${name} must be started by root`;
}

/** A copy of the unpacked server with its accounts; `programs` are the PAM services that it asks. */
export function createServerRoot(
  name: string,
  accounts: readonly ServerAccount[],
  programs: readonly string[] = [],
): ServerRoot {
  const folder = mkdtempSync(join(tmpdir(), `popgate-${name}-`));
  const root = serverRoot(folder);
  try {
    fill(root, name, accounts, programs);
  } catch (error) {
    root.remove();
    throw error;
  }
  return root;
}

function fill(
  root: ServerRoot,
  name: string,
  accounts: readonly ServerAccount[],
  programs: readonly string[],
): void {
  execFileSync("cp", ["-a", `${join(UNPACKED, name)}/.`, root.folder]);
  chmodSync(root.folder, 0o755);
  // A device needs more rights than a file, and servers only open it.
  root.write("/dev/null", "", { mode: 0o666 });
  const users = accounts.map(({ user }) => user);
  root.write("/etc/passwd", passwd(users));
  root.write(
    "/etc/group",
    `root:x:0:\nmail:x:${MAIL_GID}:\nreader:x:${MAIL_UID}:\nserver:x:${SERVER_UID}:\n`,
  );
  root.write("/etc/shadow", shadow(users), { mode: 0o600 });
  for (const program of programs) root.write(`/etc/pam.d/${program}`, PAM_SERVICE);
}

/** `nodelay`: PAM waits two seconds after a wrong password otherwise. */
const PAM_SERVICE = [
  "auth required pam_unix.so nodelay",
  "account required pam_unix.so",
  "session required pam_permit.so",
  "",
].join("\n");

function passwd(users: readonly string[]): string {
  // The names that Debian's packages run under.
  const servers = ["courier", "daemon", "cyrus", "popa3d", "spop3d"];
  return [
    "root:x:0:0::/:/bin/false",
    ...servers.map((name) => `${name}:x:${SERVER_UID}:${SERVER_UID}::/var/empty:/bin/false`),
    ...users.map((user) => `${user}:x:${MAIL_UID}:${MAIL_UID}::/mail/${user}:/bin/sh`),
    "",
  ].join("\n");
}

function shadow(users: readonly string[]): string {
  const hash = hashPassword("-6");
  return users.map((user) => `${user}:${hash}:19000:0:99999:7:::\n`).join("");
}

/** As crypt(3) does: `-6` is SHA-512, `-1` is MD5. */
export function hashPassword(method: "-6" | "-1"): string {
  return execFileSync(findProgram("openssl") ?? "openssl", ["passwd", method, SERVER_PASSWORD], {
    encoding: "utf8",
  }).trim();
}

function serverRoot(folder: string): ServerRoot {
  return {
    folder,
    write(path, content, { owner, mode = 0o644 } = {}) {
      const target = join(folder, path);
      mkdirSync(join(target, ".."), { recursive: true });
      writeFileSync(target, content);
      chmodSync(target, mode);
      if (owner !== undefined) chownSync(target, owner, owner);
    },
    makeFolder(path, owner = 0) {
      mkdirSync(join(folder, path), { recursive: true });
      chownSync(join(folder, path), owner, owner);
    },
    run: (program, args, input = "") =>
      execFileSync(CHROOT, [folder, program, ...args], { input, encoding: "utf8", stdio: "pipe" }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
