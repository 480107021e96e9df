import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Elsewhere, Mailbox, Marks, MarksDelta } from "@popgate/shared/api/mailbox";
import {
  CANARY,
  errorOf,
  startShared,
  USER,
  type AppBench,
  type Shared,
} from "../support/gateway/app-bench.ts";
import { startCable } from "../support/line/cable.ts";
import { requireRedis, startRedis, type RedisServer } from "../support/programs/redis.ts";

const SECRET = "77aa0f3c2be14d5e9c8b6a594837261f-test";

describe.skipIf(requireRedis() === undefined)("two gateways that share a Redis", () => {
  let redis: RedisServer;
  let shared: Shared;

  beforeEach(async () => {
    redis = await startRedis();
    shared = await startShared();
  });

  afterEach(async () => {
    await shared.close();
    await redis.stop();
  });

  function start(url = redis.url): Promise<AppBench> {
    return shared.start({ POPGATE_SECRET: SECRET, POPGATE_REDIS_URL: url });
  }

  test("one that stops leaves its mailboxes to the other at once", async () => {
    const [first, second] = [await start(), await start()];
    const before = first.browser();
    const { id } = await before.signIn();
    await before.send("POST", `/mailboxes/${id}/marks`, { add: ["m1"] });
    await first.close();

    const browser = second.browser(before.cookie);
    await browser.send("POST", `/mailboxes/${id}/marks`, { add: ["m2"] });
    const marks = await browser.get<Marks>(`/mailboxes/${id}/marks`);
    expect(marks.uids.toSorted()).toEqual(["m1", "m2"]);
    expect(marks.onServer).toBe(true);
    expect(second.uids()).toHaveLength(6);
  });

  test("a browser that comes to the other one goes on there, and its pages at the first are sent after it", async () => {
    const [first, second] = [await start(), await start()];
    const here = first.browser();
    const { id } = await here.signIn();
    await here.send("POST", `/mailboxes/${id}/marks`, { add: ["m1"] });
    const page = await first.page(here);
    await page.first("mailbox");

    const there = second.browser(here.cookie);
    await there.send("POST", `/mailboxes/${id}/marks`, { add: ["m2"] });
    expect((await there.get<Marks>(`/mailboxes/${id}/marks`)).uids.toSorted()).toEqual(["m1", "m2"]);
    expect(await page.closeCode).toBe(1001);
    expect(page.all.some(({ type }) => type === "closed")).toBe(false);

    // And back again, with what was marked there.
    await here.send("POST", `/mailboxes/${id}/marks`, { add: ["m3"] });
    expect((await here.get<Marks>(`/mailboxes/${id}/marks`)).uids.toSorted()).toEqual(["m1", "m2", "m3"]);
    expect(second.uids()).toHaveLength(6);
  });

  test("who signs out everywhere signs out at the other one too, where nothing is deleted and no connection is left", async () => {
    const [first, second] = [await start(), await start()];
    const here = first.browser();
    const { id } = await here.signIn();
    await here.send("POST", `/mailboxes/${id}/marks`, { add: ["m1"] });
    const page = await first.page(here);
    await page.first("mailbox");
    const there = second.browser();
    const { id: thereId } = await there.signIn({ takeOver: true });
    await there.send("DELETE", `/mailboxes/${thereId}/elsewhere`);

    await page.closed();
    expect((await here.call("GET", `/mailboxes/${id}`)).status).toBe(401);
    await expect
      .poll(async () => (await there.get<Elsewhere>(`/mailboxes/${thereId}/elsewhere`)).browsers)
      .toBe(0);
    expect((await there.call("GET", `/mailboxes/${thereId}`)).status).toBe(200);
    expect(second.uids()).toHaveLength(6);
  });

  test("another browser at the other one needs the password, and takes the mailbox over with it", async () => {
    const [first, second] = [await start(), await start()];
    const holder = first.browser();
    const { id } = await holder.signIn();
    await holder.send("POST", `/mailboxes/${id}/marks`, { add: ["m1"] });
    const page = await first.page(holder);
    const newcomer = second.browser();
    const login = { preset: "demo", user: USER, password: CANARY };

    const wrong = { ...login, password: "wrong", takeOver: true };
    const refused = await newcomer.call("POST", "/mailboxes", wrong);
    expect((await errorOf(refused)).code).toBe("wrong-login");
    const held = await newcomer.call("POST", "/mailboxes", login);
    expect(held.status).toBe(423);
    expect((await errorOf(held)).code).toBe("in-use-here");
    expect((await holder.get<Mailbox>(`/mailboxes/${id}`)).state).toBe("transaction");

    const taken = await newcomer.signIn({ takeOver: true });
    expect(taken).toMatchObject({ state: "transaction", messages: 6, marks: { count: 0 } });
    const { mailbox } = await page.first("mailbox", (each) => each.mailbox.state === "released");
    expect(mailbox).toMatchObject({ problem: { code: "taken-over" }, marks: { count: 1 } });
    const marksOfHolder = () => holder.get<Marks>(`/mailboxes/${id}/marks`);
    expect((await marksOfHolder()).uids).toEqual(["m1"]);

    const report = await holder.send<{ mailbox: Mailbox }>("POST", `/mailboxes/${id}/take-over`);
    expect(report.mailbox).toMatchObject({ state: "transaction", marks: { count: 1, onServer: true } });
    expect((await marksOfHolder()).uids).toEqual(["m1"]);
    expect((await newcomer.get<Mailbox>(`/mailboxes/${taken.id}`)).problem?.code).toBe("taken-over");
    page.close();
  });

  test("a Redis that dies interrupts nobody, and pages and /readyz are told; it comes back and all is kept", async () => {
    const bench = await start();
    const browser = bench.browser();
    const { id } = await browser.signIn();
    const page = await bench.page(browser);
    expect((await page.first("keeping")).keeping).toMatchObject({ signIns: true, failed: false });
    await redis.kill();
    await browser.send("POST", `/mailboxes/${id}/marks`, { add: ["m1"] });
    await page.first("keeping", ({ keeping }) => keeping.failed);
    const ready = await fetch(`${bench.base}readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: "ready", store: { kind: "redis", status: "failed" } });

    const told = page.all.length;
    await redis.restart();
    await expect
      .poll(() => page.all.slice(told).some((each) => each.type === "keeping" && !each.keeping.failed), {
        timeout: 20_000,
      })
      .toBe(true);
    await bench.close();
    const next = await start();
    const [mailbox] = (await next.browser(browser.cookie).get<{ items: Mailbox[] }>("/mailboxes")).items;
    expect(mailbox).toMatchObject({ id, state: "released", marks: { count: 1 } });
    expect(await keptMarks(next, browser.cookie)).toEqual(["m1"]);
  }, 90_000);

  test("what one that was cut off still writes changes nothing that the other one has kept since", async () => {
    const cable = await startCable("127.0.0.1", redis.port);
    onTestFinished(() => cable.stop());
    const [first, second] = [await start(`redis://127.0.0.1:${cable.port}`), await start()];
    const here = first.browser();
    const { id } = await here.signIn();
    await here.send("POST", `/mailboxes/${id}/marks`, { add: ["m1"] });
    cable.pull();
    await here.send("POST", `/mailboxes/${id}/marks`, { add: ["m2"] });

    const there = second.browser(here.cookie);
    const { revision } = await there.send<MarksDelta>("POST", `/mailboxes/${id}/marks`, { add: ["m3"] });
    expect(await keptMarks(second, there.cookie)).toEqual(["m1", "m3"]);
    cable.plug();
    const isBack = async () => (await (await fetch(`${first.base}readyz`)).json()).store.status;
    await expect.poll(isBack, { timeout: 20_000 }).toBe("ok");
    expect(await keptMarks(second, there.cookie)).toEqual(["m1", "m3"]);

    // And the one that was cut off goes on from there, whatever it remembers itself.
    const back = await here.send<MarksDelta>("POST", `/mailboxes/${id}/marks`, { add: ["m4"] });
    expect(await keptMarks(first, here.cookie)).toEqual(["m1", "m3", "m4"]);
    expect(back.revision).toBeGreaterThan(revision);
    await first.close();
    expect(await keptMarks(second, there.cookie)).toEqual(["m1", "m3", "m4"]);
    expect(second.uids()).toHaveLength(6);
  }, 90_000);

  test("Redis hears no password, cookie, secret or unique-id", async () => {
    const uid = "unique-id-canary-51c8";
    shared.demo.control.deliver(USER, Buffer.from("Subject: x\r\n\r\nbody\r\n"), uid);
    const monitor = connect(redis.port, "127.0.0.1");
    const heard: Buffer[] = [];
    monitor.on("data", (octets) => heard.push(octets));
    monitor.write("MONITOR\r\n");
    await once(monitor, "data");
    const bench = await start();
    const browser = bench.browser();
    const { id } = await browser.signIn();
    await browser.send("PUT", `/mailboxes/${id}/messages/${uid}/mark`);
    await browser.send("PATCH", `/mailboxes/${id}/messages/${uid}`, { seen: true, starred: true });
    const [cookieId = "", cookieSecret = ""] = (browser.cookie ?? "").replace(/^.*=/, "").split(".");
    await bench.close();
    monitor.destroy();
    const all = Buffer.concat(heard).toString("latin1");
    expect(all).toContain(cookieId);
    for (const secret of [CANARY, uid, cookieSecret, SECRET]) {
      for (const trace of [secret, Buffer.from(secret).toString("base64").slice(0, -4)]) {
        expect(all).not.toContain(trace);
        expect(bench.log()).not.toContain(trace);
      }
    }
  });
});

async function keptMarks(gateway: AppBench, cookie: string | undefined): Promise<string[]> {
  const browser = gateway.browser(cookie);
  const { items } = await browser.get<{ items: Mailbox[] }>("/mailboxes");
  const marks = await browser.get<Marks>(`/mailboxes/${items[0]?.id}/marks`);
  return marks.uids.toSorted();
}
