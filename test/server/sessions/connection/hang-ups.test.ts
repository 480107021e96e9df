import { buffer } from "node:stream/consumers";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import { describe, expect, it } from "vitest";
import { ALL_ROWS, commandsOf } from "../../../support/gateway/demo-session.ts";
import type { Lie } from "../../pop3/checkup/lying-server.ts";
import { sessionOnLies } from "../session-on-lies.ts";

const MESSAGE = "Subject: a\r\n\r\nbody\r\n";
const hangUpOn =
  (verb: string): Lie =>
  (line) =>
    line.startsWith(verb) ? null : undefined;

async function subjectsOnce(
  session: MailSession,
  isRight: (subjects: string[]) => boolean,
): Promise<string[]> {
  const subjects = () => session.rows(ALL_ROWS).items.flatMap((row) => (row.loaded ? row.subject : []));
  if (!isRight(subjects())) {
    await new Promise<void>((done) => {
      const end = session.subscribe(() => {
        if (!isRight(subjects())) return;
        end();
        done();
      });
    });
  }
  return subjects();
}

const opened = async (session: MailSession, uid: string) =>
  (await buffer((await session.fetch(uid)).read())).toString();
const sent = (session: MailSession, verb: string) =>
  commandsOf(session).filter((line) => line.split(" ")[0] === verb);

describe("a server that hangs up", () => {
  it("on TOP is not sent it again: rows come by RETR, and messages open", async () => {
    const session = await sessionOnLies(hangUpOn("TOP"));
    expect(await subjectsOnce(session, ({ length }) => length === 2)).toEqual(["a", "a"]);
    expect(await opened(session, "a")).toBe(MESSAGE);
    const lines = commandsOf(session);
    expect(lines.slice(lines.lastIndexOf("PASS ••••••")).filter((line) => line.startsWith("TOP"))).toEqual(
      [],
    );
    expect(session.mailbox().state).toBe("transaction");
  });

  it("on TOP, where reading may delete, keeps rows without a header until somebody opens them", async () => {
    const session = await sessionOnLies((line) => {
      if (line === "CAPA") return "+OK\r\nUSER\r\nTOP\r\nUIDL\r\nEXPIRE 0\r\n.\r\n";
      return line.startsWith("TOP") ? null : undefined;
    });
    await subjectsOnce(session, ({ length }) => length === 2);
    expect(sent(session, "RETR")).toEqual([]);
    expect(await opened(session, "b")).toBe(MESSAGE);
    expect(sent(session, "RETR")).toEqual(["RETR 2"]);
    expect(await subjectsOnce(session, (subjects) => subjects.includes("a"))).toEqual(["", "a"]);
  });

  it.each(["CAPA", "UIDL", "TOP", "UTF8", "LANG"])(
    "behind its refusal of %s does without it",
    async (verb) => {
      const session = await sessionOnLies((line) => {
        if (line.startsWith(verb)) return { last: "-ERR unknown command\r\n" };
        if (line === "CAPA") return "+OK\r\nUSER\r\nTOP\r\nUIDL\r\nUTF8\r\nLANG\r\n.\r\n";
        return line === "LANG" ? "+OK\r\nde Deutsch\r\n.\r\n" : undefined;
      });
      const [first] = session.rows(ALL_ROWS).items;
      expect(await opened(session, first?.uid ?? "")).toBe(MESSAGE);
      expect(session.mailbox()).toMatchObject({ state: "transaction", messages: 2 });
    },
  );

  it.each([1, 2])("on CAPA, from the %s. on, does without it", async (from) => {
    let asked = 0;
    let isSignedIn = false;
    const session = await sessionOnLies((line) => {
      if (line.startsWith("PASS")) isSignedIn = true;
      if (line !== "CAPA") return undefined;
      asked += 1;
      return asked >= from && (from === 1 || isSignedIn) ? null : undefined;
    });
    expect(await opened(session, "a")).toBe(MESSAGE);
    expect(session.mailbox().state).toBe("transaction");
  });

  it("behind the refusal of one message's header does not lose the mailbox over it again and again", async () => {
    const session = await sessionOnLies((line) =>
      line === "TOP 1 0" ? { last: "-ERR this one is broken\r\n" } : undefined,
    );
    await subjectsOnce(session, (subjects) => subjects.includes("a"));
    for (let refreshes = 0; refreshes < 3; refreshes += 1) await session.refresh().catch(() => undefined);
    expect(session.mailbox().state).toBe("transaction");
    expect(await opened(session, "a")).toBe(MESSAGE);
    expect(await subjectsOnce(session, ({ length }) => length === 2)).toEqual(["a", "a"]);
  });
});

describe("a server that announces TOP and refuses it", () => {
  it("has its rows filled by RETR", async () => {
    const session = await sessionOnLies((line) => (line.startsWith("TOP") ? "-ERR not here\r\n" : undefined));
    expect(await subjectsOnce(session, ({ length }) => length === 2)).toEqual(["a", "a"]);
    expect(await opened(session, "b")).toBe(MESSAGE);
  });

  it("keeps what LIST told where reading may delete", async () => {
    const session = await sessionOnLies((line) => {
      if (line === "CAPA") return "+OK\r\nUSER\r\nTOP\r\nUIDL\r\nEXPIRE 0\r\n.\r\n";
      return line.startsWith("TOP") ? "-ERR not here\r\n" : undefined;
    });
    await subjectsOnce(session, ({ length }) => length === 2);
    expect(session.rows(ALL_ROWS).items).toMatchObject([
      { uid: "a", octets: MESSAGE.length, subject: "" },
      { uid: "b", octets: MESSAGE.length, subject: "" },
    ]);
    expect(sent(session, "RETR")).toEqual([]);
  });

  it("is still asked by TOP where only some messages are refused", async () => {
    const session = await sessionOnLies((line) => (line === "TOP 2 0" ? "-ERR gone\r\n" : undefined));
    expect(await subjectsOnce(session, ({ length }) => length === 2)).toEqual(["a", ""]);
    expect(sent(session, "RETR")).toEqual([]);
  });
});
