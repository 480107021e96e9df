import { startMboxServer } from "./starting/mbox-server.ts";
import type { ServerKind } from "./real-server.ts";
import { requireServerRoot } from "./starting/server-root.ts";

/** Run from inetd, where it needs no port of its own. */
export const solidPop3d: ServerKind = {
  name: "solid-pop3d",
  packageName: "solid-pop3d",
  isAvailable: () => requireServerRoot("solid-pop3d"),
  start: (accounts) => startMboxServer("solid-pop3d", accounts),
};
