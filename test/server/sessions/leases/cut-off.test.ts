import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { MessageCache } from "@popgate/server/messages/store/message-cache";
import { MessageSearcher } from "@popgate/server/messages/thread/message-searcher";
import type { MailSession } from "@popgate/server/sessions/mail-session";
import { SessionManager } from "@popgate/server/sessions/ownership/session-manager";
import { openStore } from "@popgate/server/store/open-store";
import type { WatchedStore } from "@popgate/server/store/store";
import { startCable, type Cable } from "../../../support/line/cable.ts";
import { nextEvent, smallMessage, TEST_DEADLINES } from "../../../support/gateway/demo-session.ts";
import { forOneProcess } from "../../../support/gateway/ownership.ts";
import { requireRedis, startRedis, type RedisServer } from "../../../support/programs/redis.ts";

const LEASE_TTL_MS = 3_000;
/** A lease runs out, a store is found again. */
const SOON = { timeout: 20_000 };

describe.skipIf(requireRedis() === undefined)(
  "a server without a maildrop lock, gateways with a Redis",
  () => {
    let demo: DemoServer;
    let redis: RedisServer;
    let cable: Cable;
    let folder: string;
    let cache: MessageCache;
    let stores: WatchedStore[];
    let managers: SessionManager[];
    let shared: ReturnType<typeof forOneProcess>;
    let renewals: number;

    beforeEach(async () => {
      demo = await startDemo({ failedLoginDelayMs: 0 });
      demo.control.createMailbox({ user: "ann", password: "pw" });
      for (let nth = 1; nth <= 3; nth += 1) demo.control.deliver("ann", smallMessage(nth), `m${nth}`);
      demo.control.setFaults({ kind: "withoutLock" });
      renewals = 0;
      redis = await startRedis();
      cable = await startCable("127.0.0.1", redis.port);
      folder = mkdtempSync(join(tmpdir(), "popgate-cut-off-"));
      cache = new MessageCache({ memoryOctets: 1 << 20, maxMessageOctets: 1 << 20, directory: folder });
      stores = [];
      managers = [];
      shared = forOneProcess();
    });
    afterEach(async () => {
      redis.thaw();
      await Promise.all(managers.map((manager) => manager.shutdown()));
      await Promise.all(stores.map((store) => store.close()));
      await cable.stop();
      await redis.stop();
      await demo.close();
      await cache.close();
      rmSync(folder, { recursive: true, force: true });
    });

    async function startManager(redisPort: number): Promise<SessionManager> {
      const redisUrl = `redis://127.0.0.1:${redisPort}`;
      const config = { redisUrl, dataDirectory: folder, secret: "the same for all gateways of this test" };
      const { store } = await openStore(config, { warn: () => {} });
      stores.push(store);
      const manager = new SessionManager({
        dial: {},
        cache,
        searcher: new MessageSearcher(),
        deadlines: TEST_DEADLINES,
        limits: { sessions: 9, perOwner: 9, perAddress: 9, releaseAfterMs: 3_600_000 },
        leaseTtlMs: LEASE_TTL_MS,
        ...shared,
        leases: {
          ...store.leases,
          renew: async (...renewal) => {
            const isOurs = await store.leases.renew(...renewal);
            renewals += 1;
            return isOurs;
          },
        },
      });
      managers.push(manager);
      return manager;
    }

    function signIn(manager: SessionManager, ownerId: string): Promise<MailSession> {
      const server = { host: "127.0.0.1", port: demo.pop3Port, security: "none" } as const;
      const account = { user: "ann", server, mechanism: "auto" } as const;
      return manager.open({ ownerId, address: ownerId, account, secret: () => "pw", takesOver: false });
    }

    it("one that is cut off lets go before another may have the mailbox, says why, and asks anew", async () => {
      const [far, near] = [await startManager(cable.port), await startManager(redis.port)];
      const held = await signIn(far, "one");
      const leave = held.attend();
      await held.changeMarks({ add: ["m1"], remove: [] });
      const lost = nextEvent(held, "mailbox", ({ mailbox }) => mailbox.state === "lost");
      cable.pull();
      const { mailbox } = await lost;
      expect(mailbox).toMatchObject({
        problem: { code: "store-unreachable", retryAfterMs: expect.any(Number) },
        marks: { count: 1, onServer: false },
      });
      expect(held.marks().uids).toEqual(["m1"]);
      await expect(held.refresh()).rejects.toMatchObject({ code: "store-unreachable" });
      await expect(signIn(far, "two")).rejects.toMatchObject({ code: "store-unreachable" });

      let taken: MailSession | undefined;
      await expect
        .poll(async () => (taken ??= await signIn(near, "three")).mailbox().state, SOON)
        .toBeDefined();
      expect(taken?.mailbox().state).toBe("transaction");
      expect(held.mailbox().state).toBe("lost");
      cable.plug();
      await expect.poll(() => held.mailbox().problem?.code, SOON).toBe("in-use-here");
      await near.closeOwner("three");
      await expect.poll(() => held.mailbox().state, SOON).toBe("transaction");
      expect(held.marks()).toMatchObject({ uids: ["m1"], onServer: true });
      leave();
      expect(demo.control.peek("ann")).toHaveLength(3);
    }, 60_000);

    it.each(["dies", "hangs"])(
      "all that there are let go where it %s",
      async (how) => {
        const all = [await startManager(redis.port), await startManager(redis.port)];
        const [first] = all;
        if (first === undefined) throw new Error("there are two");
        const held = await signIn(first, "one");
        const lost = nextEvent(held, "mailbox", ({ mailbox }) => mailbox.state === "lost");
        if (how === "dies") await redis.kill();
        else redis.freeze();
        expect((await lost).mailbox.problem?.code).toBe("store-unreachable");
        for (const manager of all) {
          await expect(signIn(manager, "two")).rejects.toMatchObject({ code: "store-unreachable" });
        }
      },
      60_000,
    );

    it("one that is alone goes on, and opens others", async () => {
      demo.control.createMailbox({ user: "bob", password: "pw" });
      const alone = await startManager(redis.port);
      const held = await signIn(alone, "one");
      let isLost = false;
      held.subscribe((event) => (isLost ||= event.type === "mailbox" && event.mailbox.state === "lost"));
      await redis.kill();
      const before = renewals;
      // Three of them are a lease's time to live.
      await expect.poll(() => renewals, SOON).toBeGreaterThan(before + 4);
      expect(isLost).toBe(false);
      await held.changeMarks({ add: ["m1"], remove: [] });
      await alone.closeOwner("one");
      expect((await signIn(alone, "two")).mailbox().state).toBe("transaction");
    }, 60_000);

    it("one that never reached it opens mailboxes, and keeps them when it comes", async () => {
      cable.pull();
      const alone = await startManager(cable.port);
      const held = await signIn(alone, "one");
      cable.plug();
      await expect.poll(() => stores[0]?.health.kind, SOON).toBe("ok");
      const other = await startManager(redis.port);
      await expect.poll(() => signIn(other, "two").catch(({ code }) => code), SOON).toBe("in-use-here");
      expect(held.mailbox().state).toBe("transaction");
    }, 60_000);
  },
);
