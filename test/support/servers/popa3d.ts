import { startMboxServer } from "./starting/mbox-server.ts";
import type { ServerKind } from "./real-server.ts";
import { requireServerRoot } from "./starting/server-root.ts";

/** Run from inetd: its own daemon mode listens on port 110 of every address, fixed when it was compiled. */
export const popa3d: ServerKind = {
  name: "popa3d",
  packageName: "popa3d",
  isAvailable: () => requireServerRoot("popa3d"),
  // It enters this folder before it listens to anybody.
  start: (accounts) => startMboxServer("popa3d", accounts, (root) => root.makeFolder("/var/empty")),
};
