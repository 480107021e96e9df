import { onTestFinished } from "vitest";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import { HangUpMemory } from "@popgate/server/pop3/opening/hang-up-memory";
import { PipeliningMemory } from "@popgate/server/pop3/opening/pipelining-memory";
import { MailSession } from "@popgate/server/sessions/mail-session";
import { MailboxState } from "@popgate/server/sessions/state/mailbox-state";
import { TEST_DEADLINES } from "../../support/gateway/demo-session.ts";
import { TemporaryCache } from "../../support/gateway/temporary-cache.ts";
import { startLyingServer, type Lie } from "../pop3/checkup/lying-server.ts";

/** A session on a server of two messages, `a` and `b`, that lies; closed with the test. */
export async function sessionOnLies(lie: Lie): Promise<MailSession> {
  const port = await startLyingServer(lie);
  const cache = new TemporaryCache({});
  const searcher = new MessageSearcher();
  const session = new MailSession({
    mailbox: new MailboxState({
      id: "mailbox",
      account: { user: "kim", server: { host: "127.0.0.1", port, security: "none" }, mechanism: "USER" },
    }),
    secret: () => "pw",
    // Ports come round again: no test may inherit what another's server did.
    dial: { hangUps: new HangUpMemory(), pipelining: new PipeliningMemory() },
    deadlines: TEST_DEADLINES,
    cache,
    searcher,
    releaseAfterMs: 3_600_000,
  });
  onTestFinished(async () => {
    await session.close();
    await Promise.all([cache.close(), searcher.close()]);
  });
  await session.open();
  return session;
}
