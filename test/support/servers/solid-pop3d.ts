import { chmodSync } from "node:fs";
import { join } from "node:path";
import { startInetd } from "./inetd.ts";
import { mailFiles } from "./mail-files.ts";
import { writeMboxes } from "./mbox.ts";
import type { ServerKind } from "./real-server.ts";
import { createServerRoot, requireServerRoot } from "./server-root.ts";

/** Run from inetd, where it needs no port of its own. */
export const solidPop3d: ServerKind = {
  name: "solid-pop3d",
  packageName: "solid-pop3d",
  isAvailable: () => requireServerRoot("solid-pop3d"),
  async start(accounts) {
    const root = createServerRoot("solid-pop3d", accounts, ["solid-pop3d"]);
    writeMboxes(root, accounts);
    chmodSync(join(root.folder, "var/mail"), 0o1777);
    const inetd = await startInetd(["chroot", root.folder, "/usr/sbin/solid-pop3d"]);
    return {
      host: "127.0.0.1",
      port: inetd.port,
      mailOnDisk: (user) => mailFiles(join(root.folder, "var/mail", user)),
      async stop() {
        await inetd.stop();
        root.remove();
      },
    };
  },
};
