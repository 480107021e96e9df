import { chmodSync } from "node:fs";
import { join } from "node:path";
import { allOrNothing } from "./all-or-nothing.ts";
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
  start: (accounts) =>
    allOrNothing(async (onStop) => {
      const root = createServerRoot("solid-pop3d", accounts, ["solid-pop3d"]);
      onStop(() => root.remove());
      writeMboxes(root, accounts);
      chmodSync(join(root.folder, "var/mail"), 0o1777);
      const inetd = await startInetd(["chroot", root.folder, "/usr/sbin/solid-pop3d"]);
      onStop(() => inetd.stop());
      return {
        host: "127.0.0.1" as const,
        port: inetd.port,
        mailOnDisk: (user) => mailFiles(join(root.folder, "var/mail", user)),
      };
    }),
};
