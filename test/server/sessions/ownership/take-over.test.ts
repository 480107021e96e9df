import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import type { Fault } from "@popgate/server/demo/faults/fault";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import { SessionManager } from "@popgate/server/sessions/ownership/session-manager";
import { forOneProcess } from "../../../support/gateway/ownership.ts";
import { nextEvent, smallMessage, TEST_DEADLINES } from "../../../support/gateway/demo-session.ts";
import { TemporaryCache } from "../../../support/gateway/temporary-cache.ts";

let demo: DemoServer;
let cache: TemporaryCache;
let managers: SessionManager[];

beforeEach(async () => {
  demo = await startDemo({ failedLoginDelayMs: 0 });
  demo.control.createMailbox({ user: "ann", password: "pw" });
  for (let nth = 1; nth <= 3; nth += 1) demo.control.deliver("ann", smallMessage(nth), `m${nth}`);
  cache = new TemporaryCache();
  managers = [];
});
afterEach(async () => {
  await Promise.all(managers.map((manager) => manager.shutdown()));
  await demo.close();
  await cache.close();
});

/** One for each gateway that shares what `shared` has. */
function startManager(shared = forOneProcess()): SessionManager {
  const manager = new SessionManager({
    dial: {},
    cache,
    searcher: new MessageSearcher(),
    deadlines: TEST_DEADLINES,
    limits: { sessions: 9, perOwner: 9, perAddress: 9, releaseAfterMs: 3_600_000 },
    leaseTtlMs: 3_000,
    ...shared,
  });
  managers.push(manager);
  return manager;
}

interface Login {
  readonly password?: string;
  readonly takesOver?: boolean;
  readonly secret?: () => string;
  readonly signal?: AbortSignal;
}

function signIn(
  manager: SessionManager,
  ownerId: string,
  { password = "pw", takesOver = false, secret = () => password, signal }: Login = {},
): Promise<MailSession> {
  const server = { host: "127.0.0.1", port: demo.pop3Port, security: "none" } as const;
  const account = { user: "ann", server, mechanism: "auto" } as const;
  return manager.open({ ownerId, address: ownerId, account, secret, takesOver }, signal);
}

const logins = (kind: string) => {
  let count = 0;
  demo.control.subscribe((event) => {
    if (event.kind === kind) count += 1;
  });
  return () => count;
};

describe.each([
  ["in one gateway", false],
  ["between two gateways", true],
])("another browser session %s", (_, isRemote) => {
  let here: SessionManager;
  let there: SessionManager;
  let holder: MailSession;
  let holderPassword: string;

  beforeEach(async () => {
    const shared = forOneProcess();
    here = startManager(shared);
    there = isRemote ? startManager(shared) : here;
    holderPassword = "pw";
    holder = await signIn(here, "one", { secret: () => holderPassword });
    await holder.changeMarks({ add: ["m1"], remove: [] });
  });

  it("is told with the right password that the mailbox is open here, and disturbs nobody", async () => {
    await expect(signIn(there, "two")).rejects.toMatchObject({ code: "in-use-here" });
    expect(holder.mailbox()).toMatchObject({ state: "transaction", marks: { count: 1, onServer: true } });
    expect(holder.marks().uids).toEqual(["m1"]);
    expect(there.of("two")).toEqual([]);
  });

  it("learns nothing with a wrong password, and throws nobody out", async () => {
    for (const takesOver of [false, true]) {
      const attempt = signIn(there, "two", { password: "wrong", takesOver });
      await expect(attempt).rejects.toMatchObject({ code: "wrong-login", stage: "login" });
    }
    expect(holder.mailbox()).toMatchObject({ state: "transaction", marks: { onServer: true } });
  });

  it("takes it over when it says so: the holder lets go with its marks, and nothing is deleted", async () => {
    const quits = logins("quit");
    const taken = await signIn(there, "two", { takesOver: true });
    expect(taken.mailbox()).toMatchObject({ state: "transaction", messages: 3, marks: { count: 0 } });
    expect(taken.marks().uids).toEqual([]);
    expect(holder.mailbox()).toMatchObject({
      state: "released",
      problem: { code: "taken-over" },
      marks: { count: 1, onServer: false },
    });
    expect(holder.marks().uids).toEqual(["m1"]);
    expect(quits()).toBe(0);
    await expect(holder.changeMarks({ add: ["m2"], remove: [] })).rejects.toMatchObject({
      code: "taken-over",
    });
  });

  it("has it taken back the same way, each with marks of its own", async () => {
    const taken = await signIn(there, "two", { takesOver: true });
    await taken.changeMarks({ add: ["m3"], remove: [] });
    const report = await here.takeOver("one", holder.id);
    expect(report.mailbox).toMatchObject({ state: "transaction", marks: { count: 1, onServer: true } });
    expect(holder.marks().uids).toEqual(["m1"]);
    expect(taken.mailbox()).toMatchObject({
      state: "released",
      problem: { code: "taken-over" },
      marks: { count: 1, onServer: false },
    });
    expect(taken.marks().uids).toEqual(["m3"]);
  });

  it("cannot take back with a password that was changed meanwhile", async () => {
    const taken = await signIn(there, "two", { takesOver: true });
    // To the server it is the same: the holder's password is not the mailbox's any more.
    holderPassword = "the one before";
    await expect(here.takeOver("one", holder.id)).rejects.toMatchObject({ code: "wrong-login" });
    expect(taken.mailbox().state).toBe("transaction");
  });

  it("finds the mailbox free once it was signed out", async () => {
    await here.close("one", holder.id);
    expect((await signIn(there, "two")).mailbox().state).toBe("transaction");
  });
});

it.each<Fault>([
  { kind: "greeting", line: "-ERR [IN-USE] too many connections" },
  { kind: "refuse", verb: "USER", text: "[IN-USE] busy" },
])("takes no [IN-USE] that comes before the password for a proof of it: %o", async (fault) => {
  const manager = startManager();
  const holder = await signIn(manager, "one");
  demo.control.setFaults({ kind: "without", verb: "AUTH" }, fault);
  const attempt = signIn(manager, "two", { password: "wrong", takesOver: true });
  await expect(attempt).rejects.not.toMatchObject({ code: "in-use-here" });
  expect(holder.mailbox().state).toBe("transaction");
});

it("asks the server where the holder's password cannot be read here", async () => {
  const manager = startManager();
  let isSealed = false;
  const secret = () => {
    if (isSealed) throw new Error("no page is open");
    return "pw";
  };
  await signIn(manager, "one", { secret });
  isSealed = true;
  await expect(signIn(manager, "two", { password: "wrong" })).rejects.toMatchObject({ code: "wrong-login" });
  await expect(signIn(manager, "two")).rejects.toMatchObject({ code: "in-use-here" });
  isSealed = false;
});

it("lets nobody who guesses stand in the owner's way, however long the server thinks about it", async () => {
  await demo.close();
  demo = await startDemo({ failedLoginDelayMs: 600_000 });
  demo.control.createMailbox({ user: "ann", password: "pw" });
  const manager = startManager();
  const guessing = new Promise<void>((resolve) => {
    demo.control.subscribe((event) => {
      if (event.kind === "command" && ["PASS", "APOP", "AUTH"].includes(event.verb)) resolve();
    });
  });
  const guess = signIn(manager, "stranger", { password: "wrong", takesOver: true });
  guess.catch(() => {});
  await guessing;
  const session = await signIn(manager, "owner");
  expect(session.mailbox().state).toBe("transaction");
  await manager.closeOwner("stranger");
  await expect(guess).rejects.toBeDefined();
  expect(session.mailbox().state).toBe("transaction");
});

it("drops its connection when the lease runs out, without saying that somebody took it, and comes back", async () => {
  const shared = forOneProcess();
  const { leases } = shared;
  let isHanging = false;
  const renew = leases.renew.bind(leases);
  leases.renew = (...renewal) => (isHanging ? new Promise(() => {}) : renew(...renewal));
  const manager = startManager(shared);
  const session = await signIn(manager, "one");
  await session.changeMarks({ add: ["m1"], remove: [] });
  isHanging = true;
  const lost = await nextEvent(session, "mailbox", ({ mailbox }) => mailbox.state === "lost");
  expect(lost.mailbox.problem?.code).not.toBe("taken-over");
  await expect.poll(() => demo.control.isLocked("ann")).toBe(false);
  isHanging = false;
  await session.changeMarks({ add: ["m2"], remove: [] });
  expect(session.marks()).toMatchObject({ uids: ["m1", "m2"], onServer: true });
});

it("obtains no lease for a mailbox that was signed out while it waited for one", async () => {
  const shared = forOneProcess();
  const { leases } = shared;
  const manager = startManager(shared);
  const server = { host: "127.0.0.1", port: demo.pop3Port, security: "none" } as const;
  const key = shared.maildropKey({ user: "ann", server, mechanism: "auto" });
  const session = await signIn(manager, "one");
  await session.handOver();
  const dead = await leases.acquire(key, JSON.stringify({ gateway: "dead", owner: "one" }), 60_000);
  const waiting = manager.takeOver("one", session.id);
  await Promise.all([manager.close("one", session.id), expect(waiting).rejects.toBeDefined()]);
  if (dead.kind === "acquired") await leases.release(key, dead.token);
  expect(await leases.acquire(key, "anybody", 1_000)).toMatchObject({ kind: "acquired" });
});

it("lets go of the lease when what is kept of it is written, so that whoever is next reads that", async () => {
  const shared = forOneProcess();
  const { leases, records } = shared;
  const order: string[] = [];
  const writes: (() => void)[] = [];
  let isSlow = false;
  const written = () =>
    new Promise<void>((resolve) => {
      const end = () => {
        order.push("written");
        resolve();
      };
      if (isSlow) writes.push(end);
      else end();
    });
  records.keep = async () => {
    await written();
    return "";
  };
  records.append = written;
  const release = leases.release.bind(leases);
  leases.release = (...held) => {
    order.push("let go");
    return release(...held);
  };
  const manager = startManager(shared);
  const holder = await signIn(manager, "one");
  isSlow = true;
  const marking = holder.changeMarks({ add: ["m1"], remove: [] });
  await expect.poll(() => writes).toHaveLength(1);
  isSlow = false;
  order.length = 0;
  const taking = signIn(manager, "two", { takesOver: true });
  await expect.poll(() => holder.mailbox().problem?.code).toBe("taken-over");
  for (const end of writes) end();
  await Promise.all([taking, marking]);
  expect(order.slice(0, 2)).toEqual(["written", "let go"]);
});

it("gives two browsers that sign in at once one session between them", async () => {
  const manager = startManager();
  const results = await Promise.allSettled([
    signIn(manager, "one", { takesOver: true }),
    signIn(manager, "two", { takesOver: true }),
  ]);
  const sessions = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const live = sessions.filter((session) => session.mailbox().state === "transaction");
  expect(live).toHaveLength(1);
});

it("tells a maildrop that some other program has apart", async () => {
  await signIn(startManager(), "one");
  await expect(signIn(startManager(), "two", { takesOver: true })).rejects.toMatchObject({ code: "in-use" });
});

it("leaves its place at once when the person goes away while the holder is asked to let go", async () => {
  const shared = forOneProcess();
  const { leases } = shared;
  const server = { host: "127.0.0.1", port: demo.pop3Port, security: "none" } as const;
  const key = shared.maildropKey({ user: "ann", server, mechanism: "auto" });
  await leases.acquire(key, JSON.stringify({ gateway: "dead", owner: "one" }), 60_000);
  const asked = new Promise<void>((resolve) => leases.onAsked(() => resolve()));
  const manager = startManager(shared);
  const leaving = new AbortController();
  const signingIn = signIn(manager, "two", { takesOver: true, signal: leaving.signal });
  await asked;
  leaving.abort();
  await expect(signingIn).rejects.toMatchObject({ code: "cancelled" });
  expect(manager.count).toBe(0);
});

it("leaves its place at once when the person goes away while the server still has the maildrop locked", async () => {
  const shared = forOneProcess();
  const { leases } = shared;
  const server = { host: "127.0.0.1", port: demo.pop3Port, security: "none" } as const;
  const key = shared.maildropKey({ user: "ann", server, mechanism: "auto" });
  await signIn(startManager(), "some other program");
  const held = await leases.acquire(key, JSON.stringify({ gateway: "far", owner: "one" }), 60_000);
  const hold = leases.acquire.bind(leases);
  const leaving = new AbortController();
  leases.onAsked(() => {
    if (held.kind === "acquired") void leases.release(key, held.token);
    // The next refusal is the one that it waits after.
    leases.acquire = async (...wanted) => {
      const answer = await hold(...wanted);
      demo.control.subscribe((event) => {
        if (event.kind === "closed") leaving.abort();
      });
      return answer;
    };
  });
  const manager = startManager(shared);
  const signingIn = signIn(manager, "two", { takesOver: true, signal: leaving.signal });
  await expect(signingIn).rejects.toMatchObject({ code: "cancelled" });
  expect(manager.count).toBe(0);
});

it("takes over from a gateway that has died, when its lease has run out", async () => {
  const shared = forOneProcess();
  const leases = shared.leases;
  const server = { host: "127.0.0.1", port: demo.pop3Port, security: "none" } as const;
  const key = shared.maildropKey({ user: "ann", server, mechanism: "auto" });
  await leases.acquire(key, JSON.stringify({ gateway: "dead", owner: "one" }), 500);
  await expect(signIn(startManager(shared), "two")).rejects.toMatchObject({ code: "in-use-here" });
  const session = await signIn(startManager(shared), "two", { takesOver: true });
  expect(session.mailbox().state).toBe("transaction");
});
