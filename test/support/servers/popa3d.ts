import { chmodSync } from "node:fs";
import { join } from "node:path";
import { allOrNothing } from "./all-or-nothing.ts";
import { startInetd } from "./inetd.ts";
import { mailFiles } from "./mail-files.ts";
import { writeMboxes } from "./mbox.ts";
import type { ServerKind } from "./real-server.ts";
import { createServerRoot, requireServerRoot } from "./server-root.ts";

/** Run from inetd: its own daemon mode listens on port 110 of every address, fixed when it was compiled. */
export const popa3d: ServerKind = {
  name: "popa3d",
  packageName: "popa3d",
  isAvailable: () => requireServerRoot("popa3d"),
  start: (accounts) =>
    allOrNothing(async (onStop) => {
      const root = createServerRoot("popa3d", accounts, ["popa3d"]);
      onStop(() => root.remove());
      // It enters this folder before it listens to anybody.
      root.makeFolder("/var/empty");
      writeMboxes(root, accounts);
      chmodSync(join(root.folder, "var/mail"), 0o1777);
      const inetd = await startInetd(["chroot", root.folder, "/usr/sbin/popa3d"]);
      onStop(() => inetd.stop());
      return {
        host: "127.0.0.1" as const,
        port: inetd.port,
        mailOnDisk: (user) => mailFiles(join(root.folder, "var/mail", user)),
      };
    }),
};
