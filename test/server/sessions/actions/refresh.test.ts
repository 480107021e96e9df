import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  ALL_ROWS,
  nextEvent,
  smallMessage,
  startDemoBench,
  unlocked,
  USER,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;
let session: MailSession;

beforeEach(async () => {
  bench = await startDemoBench(3);
  session = bench.session();
  await session.open();
});
afterEach(() => bench.close());

describe("checking for new mail", () => {
  it("shows what arrived, keeps what was known, and counts a new generation", async () => {
    const { generation } = session.mailbox();
    bench.demo.control.deliver(USER, smallMessage(9), "m9");
    const report = await session.refresh();
    expect(report).toMatchObject({ added: ["m9"], removed: [], lostMarks: [] });
    expect(report.mailbox.generation).toBe(generation + 1);
    expect(session.rows(ALL_ROWS).items.map(({ uid }) => uid)).toEqual(["m1", "m2", "m3", "m9"]);
  });

  it("keeps what the gateway remembers of a message", async () => {
    session.patch("m2", { seen: true, starred: true });
    await session.refresh();
    expect(session.rows(ALL_ROWS).items[1]).toMatchObject({ uid: "m2", seen: true, starred: true });
  });

  it("waits as long as LOGIN-DELAY asks, with the session left as it was", async () => {
    bench.demo.control.setFaults({ kind: "capabilities", lines: ["TOP", "UIDL", "USER", "LOGIN-DELAY 900"] });
    await session.refresh();
    await expect(session.refresh()).rejects.toMatchObject({ code: "login-delay" });
    expect(session.mailbox().state).toBe("transaction");
  });
});

describe("a mailbox that nobody looks at", () => {
  it("is released: the maildrop is unlocked, everything shown stays, the next action opens it again", async () => {
    const quiet = await startDemoBench(3);
    try {
      const idle = quiet.session({ releaseAfterMs: 30 });
      await idle.open();
      await idle.changeMarks({ add: ["m2"], remove: [] });
      await nextEvent(idle, "mailbox", ({ mailbox }) => mailbox.state === "released");
      await unlocked(quiet);
      expect(idle.mailbox()).toMatchObject({ messages: 3, marks: { count: 1, onServer: false } });
      expect(idle.marks().uids).toEqual(["m2"]);
      expect(idle.rows(ALL_ROWS).items).toHaveLength(3);
      await idle.fetch("m1");
      expect(idle.mailbox()).toMatchObject({ state: "transaction", marks: { count: 1, onServer: true } });
      expect(idle.marks().uids).toEqual(["m2"]);
    } finally {
      await quiet.close();
    }
  });

  it("is not released while somebody looks", async () => {
    const watched = await startDemoBench(1);
    try {
      const session = watched.session({ releaseAfterMs: 20 });
      const leave = session.attend();
      await session.open();
      const states: string[] = [];
      session.subscribe((event) => {
        if (event.type === "mailbox") states.push(event.mailbox.state);
      });
      await session.fetch("m1");
      await session.top("m1", 1);
      expect(states).not.toContain("released");
      const released = nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === "released");
      leave();
      await released;
    } finally {
      await watched.close();
    }
  });
});
