import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import { MailSession } from "@popgate/server/sessions/mail-session";
import { MailboxState } from "@popgate/server/sessions/state/mailbox-state";
import type { Mechanism } from "@popgate/shared/api/mailbox";
import { nextEvent, TEST_DEADLINES } from "../support/gateway/demo-session.ts";
import { generatedMessage } from "../support/programs/maildir.ts";
import { uniqueIdsOf } from "../support/line/raw-pop3.ts";
import { LARGE, type KnownServer } from "../support/servers/all-servers.ts";
import { APOP_USER, SERVER_PASSWORD, type RealServer } from "../support/servers/real-server.ts";
import { suiteMessages } from "./suite-messages.ts";
import { TemporaryCache } from "../support/gateway/temporary-cache.ts";

const SIX = [...suiteMessages().values()];
const USERS = ["mech", APOP_USER, "list", "open", "marks", "reset", "commit", "quit", "lock"];

const NEWEST = { offset: 0, sort: "number", order: "desc", q: "", filter: "all" } as const;

/** What a session does with any POP3 server, whatever the server lacks. */
export function describeServer({ kind, ...known }: KnownServer): void {
  describe.skipIf(!kind.isAvailable())(`a session on ${kind.name}`, { timeout: 30_000 }, () => {
    let server: RealServer;
    let cache: TemporaryCache;
    let sessions: MailSession[] = [];

    beforeAll(async () => {
      cache = new TemporaryCache();
      const many = Array.from({ length: LARGE }, (_, index) => generatedMessage(index + 1));
      server = await kind.start([
        ...USERS.map((user) => ({ user, messages: SIX })),
        { user: "many", messages: many },
      ]);
    });
    afterAll(async () => {
      await server.stop();
      await cache.close();
    });
    afterEach(async () => {
      await Promise.all(sessions.map((session) => session.close()));
      sessions = [];
    });

    type Choice = { mechanism?: Mechanism; security?: "none" | "starttls" | "tls"; password?: string };
    function session(user: string, choice: Choice = {}): MailSession {
      const { mechanism = "auto", security = "none", password = SERVER_PASSWORD } = choice;
      const port = security === "tls" ? (server.tlsPort ?? 0) : server.port;
      const made = new MailSession({
        mailbox: new MailboxState({
          id: `${user}-${sessions.length}`,
          account: { user, server: { host: server.host, port, security }, mechanism },
        }),
        secret: () => password,
        dial: server.authority === undefined ? {} : { tlsFor: () => ({ ca: server.authority }) },
        deadlines: TEST_DEADLINES,
        cache,
        searcher: new MessageSearcher(),
        releaseAfterMs: 3_600_000,
      });
      sessions.push(made);
      return made;
    }

    async function opened(user: string, choice: Choice = {}): Promise<MailSession> {
      const made = session(user, choice);
      await made.open();
      return made;
    }

    const rowsOf = (made: MailSession, limit = 100) =>
      made.rows({ offset: 0, limit, sort: "number", order: "asc", q: "", filter: "all" }).items;
    const uidsOf = (made: MailSession) => rowsOf(made).map(({ uid }) => uid);
    /** As a second client sees the maildrop once ours has let go of it. */
    const seenFrom = (user: string) => opened(user).then(uidsOf);

    const ways = known.security.flatMap((security) =>
      known.mechanisms.map((mechanism) => [mechanism, security] as const),
    );

    it.each(ways)(
      "signs in by %s with security %s, lists, and opens a message",
      async (mechanism, security) => {
        const made = await opened(mechanism === "APOP" ? APOP_USER : "mech", { mechanism, security });
        expect(made.mailbox()).toMatchObject({
          state: "transaction",
          secure: security !== "none",
          messages: 6,
        });
        expect(made.mailbox().mechanism).toBe(mechanism);
        const [first = ""] = uidsOf(made);
        const octets = await buffer((await made.fetch(first)).read());
        expect(octets.toString("latin1")).toContain("first body");
      },
    );

    it.each(known.security)("signs in with security %s by what it chooses itself", async (security) => {
      const made = await opened("mech", { security });
      expect(made.mailbox()).toMatchObject({ secure: security !== "none", messages: 6 });
    });

    it("tells a wrong password", async () => {
      await expect(opened("mech", { password: "wrong", mechanism: "USER" })).rejects.toMatchObject({
        code: "wrong-login",
      });
    });

    it("lists every message, and learns its header", async () => {
      const made = session("list");
      const loaded = nextEvent(made, "mailbox", ({ mailbox }) => mailbox.loaded === 6);
      await made.open();
      await loaded;
      expect(rowsOf(made).map(({ subject }) => subject)).toEqual([...suiteMessages().keys()]);
      expect(new Set(uidsOf(made)).size).toBe(6);
    });

    it(`gives the messages ${known.delivers}`, async () => {
      const made = await opened("open");
      for (const [index, uid] of uidsOf(made).entries()) {
        const octets = await buffer((await made.fetch(uid)).read());
        const original = SIX[index]?.toString("latin1") ?? "";
        expect(withoutAddition(octets.toString("latin1"), known.delivers)).toBe(original);
      }
    });

    it("marks, unmarks and resets, and deletes nothing at sign-out", async () => {
      const made = await opened("marks");
      const uids = uidsOf(made);
      const marked = await made.changeMarks({ add: uids.slice(0, 3), remove: [] });
      expect(marked).toMatchObject({ added: uids.slice(0, 3), count: 3, onServer: true });
      const fewer = await made.changeMarks({ add: [], remove: uids.slice(1, 2) });
      expect(fewer).toMatchObject({ removed: [uids[1]], count: 2, onServer: true });
      expect((await made.reset()).count).toBe(0);
      await made.changeMarks({ add: uids, remove: [] });
      await made.close();
      expect(await seenFrom("marks")).toHaveLength(6);
    });

    it("opens a marked message and keeps its mark", async () => {
      const made = await opened("reset");
      const [first = ""] = uidsOf(made);
      await made.changeMarks({ add: [first], remove: [] });
      await made.fetch(first);
      expect(made.marks()).toMatchObject({ uids: [first], onServer: true });
    });

    it("commits two and reports what the maildrop then holds", async () => {
      const made = await opened("commit");
      const uids = uidsOf(made);
      const gone = [uids[1] ?? "", uids[4] ?? ""];
      await made.changeMarks({ add: gone, remove: [] });
      const report = await made.commit(gone);
      expect(report).toMatchObject({ removed: gone, remaining: [], unknown: [], mailbox: { messages: 4 } });
      expect(uidsOf(made)).toHaveLength(4);
    });

    it("commits the whole maildrop", async () => {
      const made = await opened("quit");
      const uids = uidsOf(made);
      await made.changeMarks({ add: uids, remove: [] });
      expect(await made.commit(uids)).toMatchObject({ removed: uids, mailbox: { messages: 0 } });
    });

    it(`has a second session ${known.secondSession}`, async () => {
      await opened("lock");
      const { host, port } = server;
      const second = uniqueIdsOf({ host, port, user: "lock", password: SERVER_PASSWORD });
      if (known.secondSession === "allowed") expect(await second).toHaveLength(6);
      else await expect(second).rejects.toThrow(/^-ERR/);
    });

    it(`lists ${LARGE} messages and reads all their headers`, async () => {
      const made = session("many");
      const swept = nextEvent(made, "rows", ({ loaded }) => loaded === LARGE);
      await made.open();
      expect(made.mailbox().messages).toBe(LARGE);
      const page = made.rows({ ...NEWEST, limit: 500 }).items.map(({ uid }) => uid);
      expect(new Set(page).size).toBe(500);
      made.look(page.slice(0, 50));
      await swept;
      const read = made.rows({ ...NEWEST, limit: 50 }).items;
      expect(read.map(({ subject }) => subject)).toEqual(read.map(({ number }) => `Message ${number}`));
    });
  });
}

function withoutAddition(text: string, delivers: KnownServer["delivers"]): string {
  switch (delivers) {
    case "exact":
      return text;
    case "with X-UIDL":
      return text.replace(/^X-UIDL: .*\r\n/m, "");
    case "with an empty line more":
      return text.replace(/\r\n$/, "");
  }
}
