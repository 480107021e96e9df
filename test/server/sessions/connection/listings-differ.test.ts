import { expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import { ALL_ROWS, commandsOf, withoutSweep } from "../../../support/gateway/demo-session.ts";
import { sessionOnLies } from "../session-on-lies.ts";

const asked = (session: MailSession) =>
  withoutSweep(commandsOf(session)).filter((line) => /^(?:STAT|LIST|UIDL)$/.test(line));

it("listings that differ are asked for once more, and nothing is told where they agree then", async () => {
  let stats = 0;
  const session = await sessionOnLies((line) => {
    if (line !== "STAT") return undefined;
    stats += 1;
    return stats === 1 ? "+OK 3 60\r\n" : undefined;
  });
  expect(asked(session).filter((line) => line === "STAT")).toHaveLength(2);
  expect(session.mailbox()).toMatchObject({ messages: 2 });
  expect(session.mailbox().unlisted).toBeUndefined();
});

it("messages that are counted and not listed are told of", async () => {
  const session = await sessionOnLies((line) => (line === "STAT" ? "+OK 5 100\r\n" : undefined));
  expect(session.mailbox()).toMatchObject({ messages: 2, unlisted: 3 });
  expect(asked(session).filter((line) => line === "STAT")).toHaveLength(2);
});

it("a number that is listed twice makes one row, and what is named beside it is told of", async () => {
  const session = await sessionOnLies((line) =>
    line === "LIST" ? "+OK\r\n1 20\r\n1 20\r\n.\r\n" : undefined,
  );
  expect(session.rows(ALL_ROWS).items.map(({ uid }) => uid)).toEqual(["a"]);
  expect(session.mailbox()).toMatchObject({ messages: 1, unlisted: 1 });
});
