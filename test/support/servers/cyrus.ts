import { chownSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { connectPop3 } from "../line/raw-pop3.ts";
import { allOrNothing } from "./starting/all-or-nothing.ts";
import { certify } from "./starting/certified.ts";
import { startDaemon } from "./starting/daemon.ts";
import { mailFiles } from "./starting/mail-files.ts";
import { freePorts, greets } from "../programs/ports.ts";
import { SERVER_PASSWORD, type ServerAccount, type ServerKind } from "./real-server.ts";
import { createServerRoot, requireServerRoot, SERVER_UID, type ServerRoot } from "./starting/server-root.ts";

const PROGRAMS = "/usr/lib/cyrus/bin";
const SPOOL = "/var/spool/cyrus/mail";

/** Cyrus with its own master process. */
export const cyrus: ServerKind = {
  name: "Cyrus",
  packageName: "cyrus-pop3d",
  isAvailable: () => requireServerRoot("cyrus"),
  start: (accounts) =>
    allOrNothing(async (onStop) => {
      const root = createServerRoot("cyrus", accounts);
      onStop(() => root.remove());
      const { ca } = certify(root, SERVER_UID);
      const [port, tlsPort] = await freePorts();
      for (const path of FOLDERS) root.makeFolder(path, SERVER_UID);
      writeTimeZone(root);
      root.write("/etc/imapd.conf", SETTINGS);
      root.write("/etc/cyrus.conf", services(port, tlsPort));
      for (const { user } of accounts) {
        const args = ["-p", "-c", "-f", "/etc/sasldb2", "-u", "localhost", user];
        root.run("/usr/sbin/saslpasswd2", args, SERVER_PASSWORD);
      }
      chownSync(join(root.folder, "etc/sasldb2"), SERVER_UID, SERVER_UID);
      const command = [`${PROGRAMS}/master`, "-C", "/etc/imapd.conf", "-M", "/etc/cyrus.conf"];
      const master = await startDaemon(["chroot", root.folder, ...command], () => greets(port));
      onStop(() => master.stop());
      for (const account of accounts) await fillMailbox(root, port, account);
      return {
        host: "127.0.0.1" as const,
        port,
        tlsPort,
        authority: ca,
        mailOnDisk: (user) =>
          mailFiles(join(root.folder, SPOOL), (name) => /\/\d+\.$/.test(name) && name.includes(`/${user}/`)),
      };
    }),
};

const STATE = "/var/lib/cyrus";
const FOLDERS = [
  "/var/spool/cyrus",
  SPOOL,
  "/run/cyrus",
  "/run/cyrus/proc",
  "/run/cyrus/lock",
  "/run/cyrus/socket",
  STATE,
  ...["db", "proc", "log", "msg", "socket", "user", "quota"].map((name) => `${STATE}/${name}`),
];

/** It refuses to start without a time zone, for calendars that nobody here has. */
function writeTimeZone(root: ServerRoot): void {
  root.write("/usr/share/zoneinfo/zone.tab", "CH\t+4723+00832\tEurope/Zurich\n");
  root.write("/usr/share/zoneinfo/Europe/Zurich", UTC);
}

/** The smallest TZif file of version 1 (RFC 8536 section 3): one type, offset 0, named UTC. */
const UTC = Buffer.concat([
  Buffer.from("TZif"),
  Buffer.alloc(16),
  Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]),
  Buffer.from([0, 0, 0, 0, 0, 0]),
  Buffer.from("UTC\0"),
]);

/** The mailbox is made by its first login; its messages are put beside its index, which is then rebuilt. */
async function fillMailbox(root: ServerRoot, port: number, { user, messages }: ServerAccount): Promise<void> {
  const before = new Set(indexFolders(root));
  const client = await connectPop3("127.0.0.1", port);
  await client.ask(`USER ${user}`);
  const reply = await client.ask(`PASS ${SERVER_PASSWORD}`);
  if (!reply.startsWith("+OK")) throw new Error(`Cyrus did not make a mailbox: ${reply}`);
  await client.ask("QUIT");
  await client.drop();
  const folder = indexFolders(root).find((path) => !before.has(path));
  if (folder === undefined) throw new Error("Cyrus made no mailbox");
  for (const [index, message] of messages.entries()) {
    root.write(join(folder, `${index + 1}.`), message, { owner: SERVER_UID, mode: 0o600 });
  }
  root.run(`${PROGRAMS}/reconstruct`, ["-C", "/etc/imapd.conf", "-f", `user.${user}`]);
}

function indexFolders(root: ServerRoot): string[] {
  return readdirSync(join(root.folder, SPOOL), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("/cyrus.index"))
    .map((path) => join(SPOOL, path, ".."));
}

function services(port: number, tlsPort: number): string {
  return `START {
  recover cmd="ctl_cyrusdb -r"
}
SERVICES {
  pop3 cmd="pop3d" listen="127.0.0.1:${port}" prefork=0 maxchild=40
  pop3s cmd="pop3d -s" listen="127.0.0.1:${tlsPort}" prefork=0 maxchild=40
}
EVENTS {
}
`;
}

const SETTINGS = `configdirectory: /var/lib/cyrus
proc_path: /run/cyrus/proc
mboxname_lockpath: /run/cyrus/lock
defaultpartition: default
partition-default: ${SPOOL}
altnamespace: no
unixhierarchysep: no
servername: localhost
allowplaintext: yes
allowapop: yes
popminpoll: 0
autocreate_quota: 0
skiplist_unsafe: 1
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: /etc/sasldb2
sasl_mech_list: PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256
tls_server_cert: /etc/tls/certificate.pem
tls_server_key: /etc/tls/key.pem
`;
