import { requireDovecot, startDovecot } from "../../support/programs/dovecot.ts";
import { uniqueIdsOf } from "../../support/line/raw-pop3.ts";
import { describeGateway } from "./gateway-suite.ts";
import { suiteMessages } from "../suite-messages.ts";

const USER = "kim";
const PASSWORD = "correct-horse-battery";

const isAvailable = requireDovecot() !== undefined;

describeGateway(
  "Dovecot",
  async () => {
    const messages = suiteMessages();
    const dovecot = await startDovecot({
      users: [{ user: USER, password: PASSWORD, messages: [...messages.values()] }],
      lockSession: true,
    });
    const server = { host: dovecot.host, port: dovecot.port, security: "none" } as const;
    return {
      server,
      user: USER,
      password: PASSWORD,
      environment: { POPGATE_ALLOW: `${dovecot.host}:${dovecot.port}`, POPGATE_DEMO: "off" },
      messages,
      deliver: (message) => dovecot.deliver(USER, message),
      uniqueIds: () => uniqueIdsOf({ ...server, user: USER, password: PASSWORD }),
      stop: () => dovecot.stop(),
    };
  },
  isAvailable,
);
