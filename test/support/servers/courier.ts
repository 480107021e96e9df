import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { allOrNothing } from "./starting/all-or-nothing.ts";
import { certify } from "./starting/certified.ts";
import { startDaemon } from "./starting/daemon.ts";
import { startInetd } from "./starting/inetd.ts";
import { isInMaildir, mailFiles } from "./starting/mail-files.ts";
import { SERVER_PASSWORD, type ServerAccount, type ServerKind } from "./real-server.ts";
import {
  createServerRoot,
  hashPassword,
  MAIL_UID,
  requireServerRoot,
  SERVER_UID,
  type ServerRoot,
} from "./starting/server-root.ts";

const LOGIN = [
  "/usr/lib/courier/courier/courierpop3login",
  "/usr/lib/courier/courier/courierpop3d",
  "Maildir",
];
const AUTH_FOLDER = "/run/courier/authdaemon";
const MECHANISMS = "PLAIN LOGIN CRAM-MD5";

/** What Courier's own start script puts into the environment, from /etc/courier/pop3d and pop3d-ssl. */
const ENVIRONMENT = {
  PROTOCOL: "POP3",
  POP3AUTH: MECHANISMS,
  POP3AUTH_TLS: MECHANISMS,
  POP3_STARTTLS: "YES",
  POP3_TLS_REQUIRED: "0",
  POP3_TLS: "0",
  COURIERTLS: "/usr/bin/couriertls",
  TLS_CERTFILE: "/etc/tls/both.pem",
  TLS_PROTOCOL: "TLS1.2++",
  TLS_VERIFYPEER: "NONE",
  MAILDIRPATH: "Maildir",
  TCPREMOTEIP: "127.0.0.1",
  TCPREMOTEPORT: "1",
  TCPLOCALIP: "127.0.0.1",
  TCPLOCALPORT: "110",
};

/** Courier's login from inetd, beside the daemon that knows the passwords. */
export const courier: ServerKind = {
  name: "Courier",
  packageName: "courier-pop",
  isAvailable: () => requireServerRoot("courier"),
  start: (accounts) =>
    allOrNothing(async (onStop) => {
      const root = createServerRoot("courier", accounts);
      onStop(() => root.remove());
      const { ca } = certify(root, SERVER_UID);
      for (const account of accounts) writeMaildir(root, account);
      writeUserDatabase(root, accounts);
      root.makeFolder(AUTH_FOLDER);
      const enter = ["chroot", root.folder] as const;
      const authentication = await startDaemon(
        [...enter, "/usr/lib/courier/courier-authlib/authdaemond"],
        () => existsSync(join(root.folder, AUTH_FOLDER, "socket")),
      );
      onStop(() => authentication.stop());
      const plain = await startInetd([...enter, ...LOGIN], ENVIRONMENT);
      onStop(() => plain.stop());
      const tls = await startInetd([...enter, "/usr/bin/couriertls", "-server", "-tcpd", ...LOGIN], {
        ...ENVIRONMENT,
        POP3_TLS: "1",
      });
      onStop(() => tls.stop());
      return {
        host: "127.0.0.1" as const,
        port: plain.port,
        tlsPort: tls.port,
        authority: ca,
        mailOnDisk: (user) => mailFiles(join(root.folder, "mail", user), isInMaildir),
      };
    }),
};

/** Courier sends the file's LF as CRLF, so the files hold LF alone. */
function writeMaildir(root: ServerRoot, { user, messages }: ServerAccount): void {
  root.makeFolder("/mail");
  for (const part of ["", "/Maildir", "/Maildir/cur", "/Maildir/new", "/Maildir/tmp"]) {
    root.makeFolder(`/mail/${user}${part}`, MAIL_UID);
  }
  for (const [index, message] of messages.entries()) {
    const name = `${1_700_000_000 + index}.M${index}P1.popgate:2,`;
    const text = message.toString("latin1").replaceAll("\r\n", "\n");
    root.write(`/mail/${user}/Maildir/cur/${name}`, Buffer.from(text, "latin1"), { owner: MAIL_UID });
  }
}

function writeUserDatabase(root: ServerRoot, accounts: readonly ServerAccount[]): void {
  const hmac = root
    .run("/usr/sbin/userdbpw", ["-hmac-md5"], `${SERVER_PASSWORD}\n${SERVER_PASSWORD}\n`)
    .trim();
  const hash = hashPassword("-1");
  const write = (file: string, line: (user: string) => string) => {
    const lines = accounts.map(({ user }) => `${user}\t${line(user)}\n`).join("");
    const args = ["-", `/etc/courier/${file}.tmp`, `/etc/courier/${file}.dat`];
    root.run("/usr/lib/courier/courier-authlib/makedatprog", args, `${lines}.\n`);
  };
  write(
    "userdb",
    (user) => `uid=${MAIL_UID}|gid=${MAIL_UID}|home=/mail/${user}|mail=/mail/${user}/Maildir|_=`,
  );
  write("userdbshadow", () => `pop3pw=${hash}|hmac-md5pw=${hmac}`);
  const settings = readFileSync(join(root.folder, "etc/courier/authdaemonrc"), "utf8");
  root.write(
    "/etc/courier/authdaemonrc",
    settings
      .replace(/^authmodulelist=.*$/m, 'authmodulelist="authuserdb"')
      .replace(/^daemons=.*$/m, "daemons=2"),
  );
}
