import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import type { Account } from "@popgate/server/sessions/login/account";
import { writeRecord } from "@popgate/server/sessions/keeping/record-form";
import { SessionManager } from "@popgate/server/sessions/ownership/session-manager";
import { forOneProcess } from "../../../support/gateway/ownership.ts";
import { TEST_DEADLINES } from "../../../support/gateway/demo-session.ts";
import { TemporaryCache } from "../../../support/gateway/temporary-cache.ts";

let demo: DemoServer;
let cache: TemporaryCache;
let manager: SessionManager;

beforeEach(async () => {
  demo = await startDemo({ failedLoginDelayMs: 0 });
  for (const user of ["ann", "bob", "cem", "dee"]) demo.control.createMailbox({ user, password: "pw" });
  cache = new TemporaryCache();
  manager = new SessionManager({
    dial: {},
    cache,
    searcher: new MessageSearcher(),
    deadlines: TEST_DEADLINES,
    limits: { sessions: 3, perOwner: 2, perAddress: 2, releaseAfterMs: 3_600_000 },
    ...forOneProcess(),
  });
});
afterEach(async () => {
  await manager.shutdown();
  await demo.close();
  await cache.close();
});

function account(user: string): Account {
  return {
    user,
    server: { host: "127.0.0.1", port: demo.pop3Port, security: "none" },
    mechanism: "auto",
  };
}
const open = (
  ownerId: string,
  user: string,
  { password = "pw", address = ownerId, takesOver = false } = {},
) => manager.open({ ownerId, address, account: account(user), secret: () => password, takesOver });

describe("the session manager", () => {
  it("holds several mailboxes for one browser, and shows them to nobody else", async () => {
    const ann = await open("one", "ann");
    const bob = await open("one", "bob");
    expect(manager.of("one")).toEqual([ann, bob]);
    expect(manager.of("two")).toEqual([]);
    expect(manager.find("two", ann.id)).toBeUndefined();
    expect(manager.find("one", ann.id)).toBe(ann);
  });

  it("gives the same session back when the same browser signs in to the same mailbox again", async () => {
    const first = await open("one", "ann");
    expect(await open("one", "ann")).toBe(first);
  });

  it("does not give a held mailbox to a wrong password", async () => {
    await open("one", "ann");
    await expect(open("one", "ann", { password: "wrong" })).rejects.toMatchObject({ kind: "auth" });
  });

  it("keeps nothing of a sign-in that failed", async () => {
    await expect(open("one", "ann", { password: "wrong" })).rejects.toMatchObject({
      kind: "auth",
      stage: "login",
    });
    expect(manager.count).toBe(0);
    expect(demo.control.isLocked("ann")).toBe(false);
  });

  it("bounds the mailboxes of one browser, sign-ins under way included", async () => {
    const opening = [open("one", "ann"), open("one", "bob"), open("one", "cem")];
    const results = await Promise.allSettled(opening);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    await expect(opening[2]).rejects.toMatchObject({ code: "too-many-mailboxes" });
  });

  it("bounds the mailboxes of all browsers", async () => {
    await Promise.all([open("one", "ann"), open("two", "bob"), open("three", "cem")]);
    await expect(open("four", "dee")).rejects.toMatchObject({ code: "too-many-sessions" });
    await manager.closeOwner("one");
    await expect(open("four", "dee")).resolves.toBeDefined();
  });

  it("bounds the mailboxes of one client address, whatever its cookies", async () => {
    const first = await open("one", "ann", { address: "a" });
    await open("two", "bob", { address: "a" });
    await expect(open("three", "cem", { address: "a" })).rejects.toMatchObject({
      code: "too-many-from-address",
    });
    await expect(open("three", "cem", { address: "b" })).resolves.toBeDefined();
    expect(first.mailbox().state).toBe("transaction");
    await manager.close("one", first.id);
    await expect(open("four", "dee", { address: "a" })).resolves.toBeDefined();
  });

  it("keeps a mailbox for later that has no place now, and does not ask for it at every request", async () => {
    const ownership = forOneProcess();
    const { records } = ownership;
    const record = { account: account("dee"), marks: [], revision: 0 };
    const octets = await writeRecord({ password: "pw", record });
    let asked = 0;
    const forgotten: string[] = [];
    records.restore = async () => {
      asked += 1;
      return [{ mailboxId: "kept", octets, generation: 1 }];
    };
    records.forget = async (_ownerId, mailboxId) => void forgotten.push(mailboxId);
    const told: string[] = [];
    const full = new SessionManager({
      dial: {},
      cache,
      searcher: new MessageSearcher(),
      deadlines: TEST_DEADLINES,
      limits: { sessions: 1, perOwner: 1, perAddress: 1, releaseAfterMs: 3_600_000 },
      ...ownership,
      onError: (message) => told.push(message),
    });
    const login = { ownerId: "one", address: "one", account: account("ann"), secret: () => "pw" };
    await full.open({ ...login, takesOver: false });
    for (let request = 1; request <= 3; request += 1) await full.restore("four", "four");
    expect(asked).toBe(1);
    expect(told).toEqual(["no place for a kept mailbox"]);
    expect(forgotten).toEqual([]);
    await full.shutdown();
  });

  it("gives two sign-ins of one browser at once the same mailbox", async () => {
    const [first, second] = await Promise.all([open("one", "ann"), open("one", "ann")]);
    expect(second).toBe(first);
    expect(manager.count).toBe(1);
  });

  it("does not let a sign-in that fails spoil the one that waits behind it", async () => {
    const [wrong, right] = await Promise.allSettled([
      open("one", "ann", { password: "wrong" }),
      open("one", "ann"),
    ]);
    expect([wrong.status, right.status]).toEqual(["rejected", "fulfilled"]);
  });

  it("gives up sign-ins under way when their browser session ends", async () => {
    demo.control.setFaults({ kind: "delay", verb: "STAT", delayMs: 600_000 });
    const locked = new Promise<void>((resolve) => {
      demo.control.subscribe(({ kind }) => {
        if (kind === "locked") resolve();
      });
    });
    const opening = open("one", "ann");
    await locked;
    await Promise.all([manager.closeOwner("one"), expect(opening).rejects.toBeDefined()]);
    expect(manager.count).toBe(0);
    expect(manager.of("one")).toEqual([]);
  });

  it("signs out without QUIT, so that the maildrop is as it was", async () => {
    const session = await open("one", "ann");
    await manager.close("one", session.id);
    expect(manager.of("one")).toEqual([]);
    expect(session.transcriptAfter(0).events.some(({ line }) => line === "QUIT")).toBe(false);
    await expect(session.refresh()).rejects.toMatchObject({ code: "mailbox-lost" });
  });

  it("tells who watches an owner when its mailboxes change", async () => {
    const told: string[] = [];
    const stop = manager.onChange((owner) => told.push(owner));
    const session = await open("one", "ann");
    await manager.close("one", session.id);
    stop();
    await open("one", "ann");
    expect(told).toEqual(["one", "one"]);
  });
});
