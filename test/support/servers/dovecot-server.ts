import { requireDovecot, startDovecot } from "../programs/dovecot.ts";
import { isInMaildir, mailFiles } from "./starting/mail-files.ts";
import { SERVER_PASSWORD, type ServerKind } from "./real-server.ts";

/** Dovecot with every mechanism that a password in clear allows. */
export const dovecot: ServerKind = {
  name: "Dovecot",
  packageName: "dovecot-pop3d",
  isAvailable: () => requireDovecot() !== undefined,
  async start(accounts) {
    const server = await startDovecot({
      users: accounts.map(({ user, messages }) => ({ user, messages, password: SERVER_PASSWORD })),
      // APOP is a mechanism here; an account that fails once would slow down all of loopback.
      settings: "auth_mechanisms = plain login apop cram-md5 scram-sha-1 scram-sha-256\n",
    });
    const { host, port, tlsPort, certificatePem, stop } = server;
    const mailOnDisk = (user: string) => mailFiles(server.maildir(user), isInMaildir);
    return { host, port, tlsPort, authority: certificatePem, mailOnDisk, stop: () => stop() };
  },
};
