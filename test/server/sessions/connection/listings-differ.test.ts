import { expect, it, onTestFinished } from "vitest";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import { MailSession } from "@popgate/server/sessions/mail-session";
import { MailboxState } from "@popgate/server/sessions/state/mailbox-state";
import { ALL_ROWS, commandsOf, TEST_DEADLINES, withoutSweep } from "../../../support/gateway/demo-session.ts";
import { TemporaryCache } from "../../../support/gateway/temporary-cache.ts";
import { startLyingServer, type Lie } from "../../pop3/checkup/lying-server.ts";

async function openOn(lie: Lie): Promise<MailSession> {
  const port = await startLyingServer(lie);
  const cache = new TemporaryCache({});
  const searcher = new MessageSearcher();
  const session = new MailSession({
    mailbox: new MailboxState({
      id: "mailbox",
      account: { user: "kim", server: { host: "127.0.0.1", port, security: "none" }, mechanism: "USER" },
    }),
    secret: () => "pw",
    dial: {},
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

const asked = (session: MailSession) =>
  withoutSweep(commandsOf(session)).filter((line) => /^(?:STAT|LIST|UIDL)$/.test(line));

it("listings that differ are asked for once more, and nothing is told where they agree then", async () => {
  let stats = 0;
  const session = await openOn((line) => {
    if (line !== "STAT") return undefined;
    stats += 1;
    return stats === 1 ? "+OK 3 60\r\n" : undefined;
  });
  expect(asked(session).filter((line) => line === "STAT")).toHaveLength(2);
  expect(session.mailbox()).toMatchObject({ messages: 2 });
  expect(session.mailbox().unlisted).toBeUndefined();
});

it("messages that are counted and not listed are told of", async () => {
  const session = await openOn((line) => (line === "STAT" ? "+OK 5 100\r\n" : undefined));
  expect(session.mailbox()).toMatchObject({ messages: 2, unlisted: 3 });
  expect(asked(session).filter((line) => line === "STAT")).toHaveLength(2);
});

it("a number that is listed twice makes one row, and what is named beside it is told of", async () => {
  const session = await openOn((line) => (line === "LIST" ? "+OK\r\n1 20\r\n1 20\r\n.\r\n" : undefined));
  expect(session.rows(ALL_ROWS).items.map(({ uid }) => uid)).toEqual(["a"]);
  expect(session.mailbox()).toMatchObject({ messages: 1, unlisted: 1 });
});
