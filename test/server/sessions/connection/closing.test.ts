import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import {
  lastSeq,
  nextEvent,
  startDemoBench,
  unlocked,
  USER,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;

beforeEach(async () => {
  bench = await startDemoBench(3);
});
afterEach(() => bench.close());

/** Longer than any test: what ends sooner was given up. */
const NEVER_MS = 600_000;

/** Ends when such a line stands in the transcript. */
async function said(session: MailSession, line: RegExp): Promise<void> {
  await nextEvent(session, "transcript", ({ events }) => events.some((event) => line.test(event.line)));
}

describe("signing out", () => {
  it("ends a reconnect that has already signed in, and unlocks the maildrop", async () => {
    const session = bench.session();
    await session.open();
    bench.demo.control.setFaults({ kind: "delay", verb: "STAT", delayMs: NEVER_MS });
    const reading = said(session, /^STAT$/);
    const refreshed = session.refresh();
    await reading;
    await Promise.all([session.close(), expect(refreshed).rejects.toMatchObject({ name: "Pop3Error" })]);
    await unlocked(bench);
  });

  it("ends the wait for a lock that another client holds", async () => {
    const session = bench.session();
    await session.open();
    bench.demo.control.setFaults({ kind: "refuseLogin", code: "IN-USE", text: "later" });
    const refreshed = session.refresh();
    await said(session, /IN-USE/);
    const since = lastSeq(session);
    await Promise.all([session.close(), expect(refreshed).rejects.toBeDefined()]);
    const { events } = session.transcriptAfter(since);
    expect(events.filter(({ line }) => line.includes("IN-USE"))).toEqual([]);
  });

  it("refuses what still waits its turn", async () => {
    const session = bench.session();
    await session.open();
    bench.demo.control.setFaults({ kind: "delay", verb: "RETR", delayMs: NEVER_MS });
    const running = session.fetch("m1");
    const waiting = [session.fetch("m2"), session.reset(), session.refresh()];
    const results = Promise.allSettled([running, ...waiting]);
    await session.close();
    expect((await results).map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
    for (const each of waiting) await expect(each).rejects.toMatchObject({ code: "mailbox-lost" });
  });

  it("is the last thing that pages hear", async () => {
    const session = bench.session();
    await session.open();
    await session.changeMarks({ add: ["m1"], remove: [] });
    bench.demo.control.setFaults({ kind: "delay", verb: "RETR", delayMs: NEVER_MS });
    const reading = session.fetch("m1").catch(() => {});
    const heard: string[] = [];
    session.subscribe(({ type }) => heard.push(type));
    await Promise.all([session.close(), reading]);
    expect(heard.at(-1)).toBe("closed");
    expect(heard.filter((type) => type === "closed")).toHaveLength(1);
  });
});

describe("a sign-in that nobody waits for", () => {
  it("gives the maildrop back, even if the password was already accepted", async () => {
    const session = bench.session();
    bench.demo.control.setFaults({ kind: "delay", verb: "STAT", delayMs: NEVER_MS });
    const gone = new AbortController();
    const reading = said(session, /^STAT$/);
    const opened = session.open(gone.signal);
    await reading;
    gone.abort();
    await expect(opened).rejects.toBeDefined();
    await unlocked(bench);
    expect(bench.demo.control.isLocked(USER)).toBe(false);
  });

  it("is not even begun where nobody waits from the start", async () => {
    const session = bench.session();
    await expect(session.open(AbortSignal.abort())).rejects.toBeDefined();
    expect(session.transcriptAfter(0).events).toEqual([]);
  });
});

describe("a message that nobody waits for", () => {
  it("does not cost a reconnect, nor turn the mailbox into a lost one", async () => {
    const session = bench.session();
    await session.open();
    const gone = new AbortController();
    const refreshed = session.refresh();
    const read = session.fetch("m1", gone.signal);
    gone.abort();
    await expect(read).rejects.toMatchObject({ code: "cancelled" });
    await refreshed;
    expect(session.mailbox().state).toBe("transaction");
  });
});
