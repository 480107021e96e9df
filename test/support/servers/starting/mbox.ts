import { chmodSync } from "node:fs";
import { join } from "node:path";
import { mailFiles } from "./mail-files.ts";
import { MAIL_UID, type ServerRoot } from "./server-root.ts";
import type { ServerAccount } from "../real-server.ts";

const SPOOL = "/var/mail";

/** Puts each account's messages into its mbox file, which holds lines that end with LF alone. */
export function writeMboxes(root: ServerRoot, accounts: readonly ServerAccount[]): void {
  root.makeFolder("/mail");
  for (const { user, messages } of accounts) {
    root.makeFolder(`/mail/${user}`, MAIL_UID);
    root.write(`${SPOOL}/${user}`, mbox(messages), { owner: MAIL_UID, mode: 0o660 });
  }
  // Whoever reads a mailbox puts its lock beside it.
  chmodSync(join(root.folder, SPOOL), 0o1777);
}

/** A user's mbox file as it lies on disk. */
export function mboxOnDisk(root: ServerRoot, user: string): Record<string, string> {
  return mailFiles(join(root.folder, SPOOL, user));
}

function mbox(messages: readonly Buffer[]): Buffer {
  const parts = messages.map((message) => {
    const text = message.toString("latin1").replaceAll("\r\n", "\n");
    return `From a@example.org Thu Jan  1 00:00:00 2026\n${text}\n`;
  });
  return Buffer.from(parts.join(""), "latin1");
}
