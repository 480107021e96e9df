import { startDemo } from "@popgate/server/demo/demo-server";
import { uniqueIdsOf } from "../../support/line/raw-pop3.ts";
import { describeGateway } from "./gateway-suite.ts";
import { suiteMessages } from "../suite-messages.ts";

const USER = "kim";
const PASSWORD = "correct horse battery";

describeGateway("the demo server", async () => {
  const demo = await startDemo({ failedLoginDelayMs: 0 });
  const messages = suiteMessages();
  demo.control.createMailbox({ user: USER, password: PASSWORD });
  for (const message of messages.values()) demo.control.deliver(USER, message);
  const server = { host: "127.0.0.1", port: demo.pop3Port, security: "none" } as const;
  return {
    server,
    user: USER,
    password: PASSWORD,
    environment: { POPGATE_ALLOW: `127.0.0.1:${demo.pop3Port}`, POPGATE_DEMO: "off" },
    messages,
    deliver: (message) => demo.control.deliver(USER, message),
    uniqueIds: () => uniqueIdsOf({ ...server, user: USER, password: PASSWORD }),
    stop: () => demo.close(),
  };
});
