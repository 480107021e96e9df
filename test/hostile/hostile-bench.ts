import { startDemo } from "@popgate/server/demo/demo-server";
import { startGateway } from "../support/gateway/built-gateway.ts";
import type { HostileMail } from "./hostile-mail.ts";

export const PASSWORD = "correct-horse-battery";

/** A gateway, and a college's POP3 server with mailboxes as they are wanted. */
export interface HostileBench {
  /** With the base path and a slash at its end. */
  readonly url: string;
  /**
   * A new mailbox with these mails. One for each sign-in: a browser that ended without signing out still
   * has its own, and whoever signs in there is asked whether to take it over.
   *
   * @returns whose it is
   */
  mailboxOf(mails: readonly HostileMail[]): string;
  stop(): Promise<void>;
}

export async function startHostileBench(basePath = "/"): Promise<HostileBench> {
  const demo = await startDemo({ failedLoginDelayMs: 0 });
  const preset = {
    id: "college",
    name: "College mail",
    server: { host: "127.0.0.1", port: demo.pop3Port, security: "none" },
    domains: ["college.example"],
  };
  const gateway = await startGateway({
    POPGATE_SERVERS: JSON.stringify([preset]),
    POPGATE_DEMO: "on",
    BASE_PATH: basePath,
  });
  let mailboxes = 0;
  return {
    url: `${new URL(gateway.url).origin}${basePath}`,
    mailboxOf(mails) {
      mailboxes += 1;
      const user = `reader-${String(mailboxes)}@college.example`;
      demo.control.createMailbox({ user, password: PASSWORD });
      for (const { id, raw } of mails) demo.control.deliver(user, raw, id);
      return user;
    },
    async stop() {
      await gateway.stop();
      await demo.close();
    },
  };
}
