import { linkSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { startDovecot } from "../../support/programs/dovecot.ts";
import { letter } from "./letter.ts";
import { startOwnProcess } from "./own-process.ts";
import type { Stops } from "./stops.ts";

/** Messages in each of many mailboxes. */
export const MESSAGES_EACH = 1_000;

/**
 * A login process for many people, as Dovecot's manual advises for busy servers: by default each connection
 * waits for a process of its own.
 */
const BUSY_LOGINS = `
service pop3-login {
  service_count = 0
  process_min_avail = 1
}
`;

/** The name of the nth mailbox, and its password. */
export function userName(nth: number): string {
  return `person-${nth}`;
}

/** Dovecot with so many mailboxes of the same messages. @returns its port */
export async function startDovecotOfMany(mailboxes: number, stops: Stops, settings = ""): Promise<number> {
  const messages = Array.from({ length: MESSAGES_EACH }, (_, nth) => letter(nth + 1));
  const users = Array.from({ length: mailboxes }, (_, nth) => ({
    user: userName(nth),
    password: userName(nth),
    messages: nth === 0 ? messages : 0,
  }));
  const dovecot = stops.add(await startDovecot({ users, settings: settings + BUSY_LOGINS }));
  const folderOf = (nth: number) => join(dovecot.maildir(userName(nth)), "cur");
  const names = readdirSync(folderOf(0));
  // Names for the same files: as many files would take a minute to write.
  for (let nth = 1; nth < mailboxes; nth += 1) {
    for (const name of names) linkSync(join(folderOf(0), name), join(folderOf(nth), name));
  }
  return dovecot.port;
}

/** The server that has its answers ready, in a process of its own. @returns its port */
export async function startReadyServer(stops: Stops): Promise<number> {
  return stops.add(await startOwnProcess("mail-server.ts", [MESSAGES_EACH])).port;
}
