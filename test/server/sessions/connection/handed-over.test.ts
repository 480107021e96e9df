import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import { SessionError } from "@popgate/server/sessions/work/session-error";
import { MemoryReadStates } from "@popgate/server/store/memory/memory-read-states";
import {
  commandsOf,
  cutConnection,
  lastSeq,
  nextEvent,
  startDemoBench,
  unlocked,
  type DemoBench,
} from "../../../support/gateway/demo-session.ts";

let bench: DemoBench;
let session: MailSession;
let leased: string[];
let isElsewhere: boolean;

beforeEach(async () => {
  bench = await startDemoBench(4);
  leased = [];
  isElsewhere = false;
  session = bench.session({
    reconnectWaitsMs: [5],
    checkEveryMs: 5,
    lease: {
      async acquire() {
        leased.push("acquire");
        if (isElsewhere) throw new SessionError("in-use-here", "another browser session has it");
      },
      async release() {
        leased.push("release");
      },
    },
  });
  await session.open();
  await session.changeMarks({ add: ["m2"], remove: [] });
});
afterEach(() => bench.close());

describe("a mailbox that is handed over", () => {
  it("is let go without QUIT, keeps its marks, and says why", async () => {
    await session.handOver();
    await unlocked(bench);
    expect(commandsOf(session)).not.toContain("QUIT");
    expect(session.mailbox()).toMatchObject({
      state: "released",
      problem: { code: "taken-over" },
      messages: 4,
      marks: { count: 1, onServer: false },
    });
    expect(session.marks().uids).toEqual(["m2"]);
    expect(bench.uids()).toHaveLength(4);
  });

  it("tries nothing by itself, and refuses what is asked of it", async () => {
    await session.handOver();
    session.attend();
    const since = lastSeq(session);
    await expect(session.fetch("m1")).rejects.toMatchObject({ code: "taken-over" });
    await expect(session.refresh()).rejects.toMatchObject({ code: "taken-over" });
    await expect(session.commit(["m2"])).rejects.toMatchObject({ code: "taken-over" });
    expect(commandsOf(session, since)).toEqual([]);
    expect(session.mailbox()).toMatchObject({ state: "released", problem: { code: "taken-over" } });
  });

  it("comes back with its marks when the person takes it back", async () => {
    await session.handOver();
    const report = await session.takeOver();
    expect(report).toMatchObject({ added: [], removed: [], lostMarks: [] });
    expect(report.mailbox).toMatchObject({ state: "transaction", marks: { count: 1, onServer: true } });
    expect(session.marks().uids).toEqual(["m2"]);
    expect(report.mailbox.problem).toBeUndefined();
  });

  it("gives up what it was doing, a sign-in under way included", async () => {
    bench.demo.control.setFaults({ kind: "delay", verb: "STAT", delayMs: 600_000 });
    const reading = nextEvent(session, "transcript", ({ events }) =>
      events.some(({ line }) => line === "STAT"),
    );
    const refreshed = session.refresh();
    await reading;
    await Promise.all([session.handOver(), expect(refreshed).rejects.toBeDefined()]);
    await unlocked(bench);
    expect(session.mailbox()).toMatchObject({ state: "released", problem: { code: "taken-over" } });
  });

  it("in the middle of a commit leaves its outcome open, and settles it later", async () => {
    bench.demo.control.setFaults({ kind: "delay", verb: "QUIT", delayMs: 600_000 });
    const quitting = nextEvent(session, "transcript", ({ events }) =>
      events.some(({ line }) => line === "QUIT"),
    );
    const committed = session.commit(["m2"]);
    await quitting;
    await session.handOver();
    expect(await committed).toMatchObject({ removed: [], unknown: ["m2"] });
    expect(session.mailbox()).toMatchObject({ state: "released", unsettled: 1 });
    expect(session.unsettled()).toEqual(["m2"]);
    bench.demo.control.setFaults();
    await unlocked(bench);
    const told = nextEvent(session, "committed");
    await session.takeOver();
    const { removed, remaining } = (await told).report;
    expect([...removed, ...remaining]).toEqual(["m2"]);
    expect(bench.uids().includes("m2")).toBe(remaining.includes("m2"));
  });
});

describe("the lease", () => {
  it("is asked for before each sign-in, and given back when the mailbox is let go", async () => {
    expect(leased).toEqual(["acquire"]);
    await session.refresh();
    expect(leased).toEqual(["acquire", "acquire"]);
    await session.handOver();
    expect(leased).toEqual(["acquire", "acquire", "release"]);
    await session.takeOver();
    await session.close();
    expect(leased.at(-1)).toBe("release");
  });

  it("that another browser session has keeps this one from dialling", async () => {
    await session.handOver();
    isElsewhere = true;
    const since = lastSeq(session);
    await expect(session.takeOver()).rejects.toMatchObject({ code: "in-use-here" });
    expect(commandsOf(session, since)).toEqual([]);
    expect(session.mailbox()).toMatchObject({ state: "lost", problem: { code: "in-use-here" } });
  });

  it("is given back by a lost mailbox that nobody looks at, and asked for again when somebody does", async () => {
    const order: string[] = [];
    let givenBack: (() => void) | undefined;
    const released = new Promise<void>((resolve) => (givenBack = resolve));
    const lost = bench.session({
      releaseAfterMs: 20,
      reconnectWaitsMs: [1],
      lease: {
        acquire: async () => void order.push("acquire"),
        async release() {
          order.push("release");
          givenBack?.();
        },
      },
    });
    await session.close();
    const leave = lost.attend();
    await lost.open();
    bench.demo.control.setFaults({ kind: "refuseLogin", code: "AUTH", text: "no" });
    await expect(lost.refresh()).rejects.toMatchObject({ code: "wrong-login" });
    leave();
    await released;
    expect(lost.mailbox()).toMatchObject({ state: "lost", problem: { code: "wrong-login" } });
    bench.demo.control.setFaults();
    await lost.refresh();
    expect(order).toEqual(["acquire", "acquire", "release", "acquire"]);
  });

  it.each(["handed over", "lost"])(
    "stays with who came back while what it held was written: %s",
    async (how) => {
      const order: string[] = [];
      const memory = new MemoryReadStates();
      let known = 0;
      let writing: (() => void) | undefined;
      const isWriting = new Promise<void>((resolve) => (writing = resolve));
      let written: (() => void) | undefined;
      const isWritten = new Promise<void>((resolve) => (written = resolve));
      await session.close();
      const slow = bench.session({
        releaseAfterMs: 20,
        readState: {
          account: "kim",
          hashOf: (uid) => createHash("md5").update(uid).digest(),
          onError: (error) => expect.unreachable(String(error)),
          store: {
            load: (account) => memory.load(account),
            change: (account, changes) => memory.change(account, changes),
            prune: (account, present) => memory.prune(account, present),
            async setKnown() {
              // The second one: the first is of the first visit.
              if ((known += 1) === 1) return;
              writing?.();
              await isWritten;
            },
          },
        },
        lease: {
          acquire: async () => void order.push("acquire"),
          release: async () => void order.push("release"),
        },
      });
      const leave = slow.attend();
      await slow.open();
      if (how === "lost") await cutConnection(bench, slow);
      else void slow.handOver();
      leave();
      await isWriting;
      order.length = 0;
      const back = slow.takeOver();
      await expect.poll(() => order).toEqual(["acquire"]);
      written?.();
      expect((await back).mailbox.state).toBe("transaction");
      expect(order).toEqual(["acquire"]);
    },
  );

  it("is given back when nobody looks", async () => {
    const order: string[] = [];
    const quiet = bench.session({
      releaseAfterMs: 20,
      lease: {
        acquire: async () => void order.push("acquire"),
        release: async () => void order.push("release"),
      },
    });
    await session.close();
    const released = nextEvent(quiet, "mailbox", ({ mailbox }) => mailbox.state === "released");
    await quiet.open();
    await released;
    await quiet.refresh();
    expect(order).toEqual(["acquire", "release", "acquire"]);
  });
});
