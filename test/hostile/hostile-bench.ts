import { startDemo } from "@popgate/server/demo/demo-server";
import { startGateway } from "../support/gateway.ts";
import type { Theme } from "./hostile-mail.ts";

export const PASSWORD = "correct-horse-battery";

/** A gateway whose college's POP3 server holds the mail of each theme in a mailbox of its own. */
export interface HostileBench {
  /** With the base path and a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

export async function startHostileBench(themes: readonly Theme[], basePath = "/"): Promise<HostileBench> {
  const demo = await startDemo({ failedLoginDelayMs: 0 });
  for (const theme of themes) {
    demo.control.createMailbox({ user: userOf(theme), password: PASSWORD });
    for (const { id, raw } of theme.mails) demo.control.deliver(userOf(theme), raw, id);
  }
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
  return {
    url: `${new URL(gateway.url).origin}${basePath}`,
    async stop() {
      await gateway.stop();
      await demo.close();
    },
  };
}

export function userOf({ name }: Theme): string {
  return `${name}@college.example`;
}
