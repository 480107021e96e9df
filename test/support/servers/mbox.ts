import { MAIL_UID, type ServerRoot } from "./server-root.ts";
import type { ServerAccount } from "./real-server.ts";

/** Puts each account's messages into its mbox file, which holds lines that end with LF alone. */
export function writeMboxes(root: ServerRoot, accounts: readonly ServerAccount[]): void {
  root.makeFolder("/mail");
  for (const { user, messages } of accounts) {
    root.makeFolder(`/mail/${user}`, MAIL_UID);
    root.write(`/var/mail/${user}`, mbox(messages), { owner: MAIL_UID, mode: 0o660 });
  }
}

function mbox(messages: readonly Buffer[]): Buffer {
  const parts = messages.map((message) => {
    const text = message.toString("latin1").replaceAll("\r\n", "\n");
    return `From a@example.org Thu Jan  1 00:00:00 2026\n${text}\n`;
  });
  return Buffer.from(parts.join(""), "latin1");
}
