import { allOrNothing } from "./all-or-nothing.ts";
import { startInetd } from "./inetd.ts";
import { mboxOnDisk, writeMboxes } from "./mbox.ts";
import type { RealServer, ServerAccount } from "../real-server.ts";
import { createServerRoot, type ServerRoot } from "./server-root.ts";

/**
 * A server without TLS that keeps mail in mbox files, run from inetd.
 *
 * @param name of its package, its program and its PAM service, which are the same
 */
export function startMboxServer(
  name: "popa3d" | "solid-pop3d",
  accounts: readonly ServerAccount[],
  prepare: (root: ServerRoot) => void = () => {},
): Promise<RealServer> {
  return allOrNothing(async (onStop) => {
    const root = createServerRoot(name, accounts, [name]);
    onStop(() => root.remove());
    prepare(root);
    writeMboxes(root, accounts);
    const inetd = await startInetd(["chroot", root.folder, `/usr/sbin/${name}`]);
    onStop(() => inetd.stop());
    return {
      host: "127.0.0.1" as const,
      port: inetd.port,
      mailOnDisk: (user) => mboxOnDisk(root, user),
    };
  });
}
