import { chmodSync } from "node:fs";
import { join } from "node:path";
import { allOrNothing } from "./starting/all-or-nothing.ts";
import { certify } from "./starting/certified.ts";
import { startInetd } from "./starting/inetd.ts";
import { mboxOnDisk, writeMboxes } from "./starting/mbox.ts";
import { APOP_USER, SERVER_PASSWORD, type ServerKind } from "./real-server.ts";
import { createServerRoot, requireServerRoot, type ServerRoot } from "./starting/server-root.ts";

/** GNU Mailutils, from inetd; a second one with TLS from the first octet. */
export const mailutils: ServerKind = {
  name: "GNU Mailutils",
  packageName: "mailutils-pop3d",
  isAvailable: () => requireServerRoot("mailutils"),
  start: (accounts) =>
    allOrNothing(async (onStop) => {
      const root = createServerRoot("mailutils", accounts, ["pop3d", "other"]);
      onStop(() => root.remove());
      const { ca } = certify(root);
      writeMboxes(root, accounts);
      writeApopDatabase(root);
      root.write("/etc/plain.conf", configuration("ondemand"));
      root.write("/etc/tls.conf", configuration("connection"));
      const listen = (file: string) =>
        startInetd([
          "chroot",
          root.folder,
          "/usr/sbin/pop3d",
          "--inetd",
          "--no-site-config",
          `--config-file=${file}`,
        ]);
      const plain = await listen("/etc/plain.conf");
      onStop(() => plain.stop());
      const tls = await listen("/etc/tls.conf");
      onStop(() => tls.stop());
      return {
        host: "127.0.0.1" as const,
        port: plain.port,
        tlsPort: tls.port,
        authority: ca,
        mailOnDisk: (user) => mboxOnDisk(root, user),
      };
    }),
};

/** Who is in it signs in with APOP only. */
function writeApopDatabase(root: ServerRoot): void {
  root.write("/etc/apop.txt", `${APOP_USER} ${SERVER_PASSWORD}\n`);
  root.run("/usr/bin/popauth", ["--create", "--file", "/etc/apop.txt", "--output", "/etc/apop.gdbm"]);
  chmodSync(join(root.folder, "etc/apop.gdbm"), 0o600);
}

function configuration(tlsMode: "ondemand" | "connection"): string {
  return `logging { syslog no; };
tls { ssl-certificate-file /etc/tls/certificate.pem; ssl-key-file /etc/tls/key.pem; };
tls-mode ${tlsMode};
apop-database-file /etc/apop.gdbm;
apop-database-safety none;
`;
}
