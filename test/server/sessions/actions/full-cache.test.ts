import { afterEach, beforeEach, expect, it } from "vitest";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import { MailSession } from "@popgate/server/sessions/mail-session";
import { MailboxState } from "@popgate/server/sessions/state/mailbox-state";
import { nextEvent, TEST_DEADLINES } from "../../../support/gateway/demo-session.ts";
import {
  startScriptedServer,
  type ScriptedServer,
  type Turn,
} from "../../../support/line/scripted-server.ts";
import { TemporaryCache } from "../../../support/gateway/temporary-cache.ts";

const LIMIT = 1_000;

let cache: TemporaryCache;
let server: ScriptedServer | undefined;

beforeEach(() => {
  cache = new TemporaryCache({ maxMessageOctets: LIMIT });
});
afterEach(async () => {
  await server?.close();
  await cache.close();
});

/** A mailbox with one message, which LIST makes smaller than it is, and another command behind RETR. */
async function sessionWith(octets: number): Promise<MailSession> {
  const dialogue: Turn[] = [
    { send: "+OK ready\r\n" },
    { expect: "CAPA", send: "-ERR\r\n" },
    { expect: "USER kim", send: "+OK\r\n" },
    { expect: "PASS pw", send: "+OK\r\n" },
    { expect: "CAPA", send: "-ERR\r\n" },
    { expect: "STAT", send: "+OK 1 10\r\n" },
    { expect: "LIST", send: "+OK\r\n1 10\r\n.\r\n" },
    { expect: "UIDL", send: "+OK\r\n1 m1\r\n.\r\n" },
    { expect: "TOP 1 0", send: "+OK\r\nSubject: x\r\n\r\n.\r\n" },
    { expect: "RETR 1", send: `+OK\r\n${`${"x".repeat(98)}\r\n`.repeat(octets / 100)}.\r\n` },
    { expect: "RSET", send: "+OK\r\n" },
  ];
  server = await startScriptedServer([dialogue]);
  const session = new MailSession({
    mailbox: new MailboxState({
      id: "mailbox",
      account: {
        user: "kim",
        server: { host: "127.0.0.1", port: server.port, security: "none" },
        mechanism: "USER",
      },
    }),
    secret: () => "pw",
    dial: {},
    deadlines: TEST_DEADLINES,
    cache,
    searcher: new MessageSearcher(),
    releaseAfterMs: 3_600_000,
  });
  await session.open();
  return session;
}

it("says that a message is too large even where LIST said otherwise, and reads on in step", async () => {
  const session = await sessionWith(LIMIT + 1_000);
  await expect(session.fetch("m1")).rejects.toMatchObject({ code: "too-large" });
  await session.reset();
  expect(session.mailbox().state).toBe("transaction");
  await session.close();
});

it("does not read an endless message to its end: the connection goes, the reason stays the same", async () => {
  const session = await sessionWith(LIMIT * 1_000);
  const lost = nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === "lost");
  await expect(session.fetch("m1")).rejects.toMatchObject({ code: "too-large" });
  await lost;
  await session.close();
});
