import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { endProcess, hasEnded } from "./end-process.ts";
import { createMaildir, deliverToMaildir } from "./maildir.ts";
import { freePorts, greets } from "./ports.ts";
import { findProgram, requireProgram } from "./require-program.ts";
import { serverAccount, type ServerAccount } from "./server-account.ts";

/** A cold start takes 0.2 s; a busy build machine may need much longer. */
const START_DEADLINE_MS = 15_000;
/** Another process may take a free port between our look and Dovecot's bind. */
const START_ATTEMPTS = 3;

export interface DovecotUser {
  readonly user: string;
  readonly password: string;
  /** The exact octets with CRLF, or how many small messages to generate. */
  readonly messages: readonly Buffer[] | number;
}

export interface DovecotOptions {
  readonly users: readonly DovecotUser[];
  /** `pop3_lock_session`: one session a maildrop, as RFC 1939 section 4 wants; Dovecot's default is off. */
  readonly lockSession?: boolean;
  /** More lines for dovecot.conf. */
  readonly settings?: string;
}

export interface Dovecot {
  readonly host: "127.0.0.1";
  /** Plain text, and STLS. */
  readonly port: number;
  /** TLS from the first octet. */
  readonly tlsPort: number;
  /** Valid for `localhost` and 127.0.0.1; it is its own authority. */
  readonly certificatePem: string;
  /** The folder of a user's Maildir. */
  maildir(user: string): string;
  /** Puts one more message into a user's Maildir. */
  deliver(user: string, message: Buffer): void;
  log(): string;
  stop(): Promise<void>;
}

/** The path of Dovecot, or `undefined` where its tests must be left out (`requireProgram`). */
export function requireDovecot(): string | undefined {
  const dovecot = requireProgram("dovecot");
  return dovecot !== undefined && requireProgram("openssl") !== undefined ? dovecot : undefined;
}

/** Starts Debian's Dovecot with its own configuration, certificate, users and Maildirs in a temporary folder. */
export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), "popgate-dovecot-"));
  try {
    return await startIn(folder, options);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder: string, options: DovecotOptions): Promise<Dovecot> {
  const account = serverAccount();
  chmodSync(folder, 0o755);
  writeCertificate(folder);
  mkdirSync(join(folder, "run"));
  mkdirSync(join(folder, "mail"));
  for (const { user, messages } of options.users) createMaildir(join(folder, "mail", user), messages);
  writeFileSync(join(folder, "users"), options.users.map(passwdLine(folder)).join(""));
  if (account.isOther)
    for (const path of ["", "run", "key.pem"]) chownSync(join(folder, path), account.uid, account.gid);
  let failure: unknown;
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt += 1) {
    try {
      return await launch(folder, options, account);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function passwdLine(folder: string) {
  return ({ user, password }: DovecotUser) =>
    `${user}:{PLAIN}${password}::::${join(folder, "mail", user)}::userdb_mail=maildir:${join(folder, "mail", user)}\n`;
}

function writeCertificate(folder: string): void {
  const openssl = findProgram("openssl") ?? "openssl";
  const names = "subjectAltName=DNS:localhost,IP:127.0.0.1";
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem"];
  const certificate = ["-days", "2", "-subj", "/CN=localhost", "-addext", names, "-out", "certificate.pem"];
  execFileSync(openssl, ["req", "-x509", ...key, ...certificate], { cwd: folder, stdio: "pipe" });
}

async function launch(folder: string, options: DovecotOptions, account: ServerAccount): Promise<Dovecot> {
  const [port, tlsPort] = await freePorts();
  writeFileSync(join(folder, "dovecot.conf"), configuration(folder, options, account, port, tlsPort));
  const child = spawn(findProgram("dovecot") ?? "dovecot", ["-F", "-c", join(folder, "dovecot.conf")], {
    cwd: folder,
    stdio: "ignore",
    ...(account.isOther ? { uid: account.uid, gid: account.gid } : {}),
  });
  const log = () => (existsSync(join(folder, "log")) ? readFileSync(join(folder, "log"), "utf8") : "");
  const killAtExit = () => child.kill("SIGTERM");
  process.once("exit", killAtExit);
  try {
    await untilListening(child, port);
  } catch (cause) {
    process.off("exit", killAtExit);
    // Politely: its master ends its children only then.
    await endProcess(child, "SIGTERM");
    throw new Error(`Dovecot did not start: ${log()}`, { cause });
  }
  let sequence = 1_000_000;
  const maildir = (user: string) => join(folder, "mail", user);
  return {
    host: "127.0.0.1",
    port,
    tlsPort,
    certificatePem: readFileSync(join(folder, "certificate.pem"), "utf8"),
    maildir,
    deliver: (user, message) => deliverToMaildir(maildir(user), message, (sequence += 1)),
    log,
    stop: async () => {
      process.off("exit", killAtExit);
      await endProcess(child, "SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(
  folder: string,
  options: DovecotOptions,
  account: ServerAccount,
  port: number,
  tlsPort: number,
): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = pop3
listen = 127.0.0.1
default_internal_user = ${account.user}
default_internal_group = ${account.group}
default_login_user = ${account.user}
first_valid_uid = 1
mail_uid = ${account.uid}
mail_gid = ${account.gid}
# A thrown-away maildrop needs no disk flush.
mail_fsync = never
mail_max_userip_connections = 1000
ssl = yes
ssl_cert = <${folder}/certificate.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
pop3_lock_session = ${options.lockSession === true ? "yes" : "no"}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
}
service pop3-login {
  chroot =
  inet_listener pop3 {
    port = ${port}
  }
  inet_listener pop3s {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
${options.settings ?? ""}
`;
}

/** Dovecot tells nobody when it listens, so the port is asked until it answers or the process ends. */
async function untilListening(child: ChildProcess, port: number): Promise<void> {
  const signal = AbortSignal.timeout(START_DEADLINE_MS);
  while (!(await greets(port))) {
    if (hasEnded(child)) throw new Error("it ended");
    await delay(20, undefined, { signal });
  }
}
