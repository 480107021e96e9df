import type { CommitReport, Mailbox, Marks, MarksDelta } from "@popgate/shared/api/mailbox";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiClient } from "../../support/gateway/api-client.ts";
import { smallMessage } from "../../support/gateway/demo-session.ts";
import { startGateway, type Gateway } from "../../support/gateway/built-gateway.ts";
import { requireNginx, startNginx, type Nginx } from "../../support/programs/nginx.ts";
import { requireRedis, startRedis, type RedisServer } from "../../support/programs/redis.ts";

/** Enough that each gateway has some, whatever names nginx gives to the browsers. */
const READERS = 9;
const MESSAGES = 5;
/** A dead gateway's lease ends, another one signs in. */
const TAKEN_OVER_MS = 60_000;

interface Reader {
  readonly user: string;
  readonly browser: ApiClient;
  readonly mailboxId: string;
  /** Where nginx sent the sign-in. */
  readonly gateway: string;
}

const isPossible = requireNginx() !== undefined && requireRedis() !== undefined;

describe.skipIf(!isPossible)("three gateways behind nginx, with Redis", () => {
  let demo: DemoServer;
  let redis: RedisServer;
  let gateways: Gateway[] = [];
  let nginx: Nginx;

  beforeAll(async () => {
    demo = await startDemo({ failedLoginDelayMs: 0 });
    redis = await startRedis();
    gateways = await Promise.all([1, 2, 3].map(() => startOne(demo, redis)));
    nginx = await startNginx(gateways.map(({ url }) => url));
  });

  afterAll(async () => {
    await nginx.stop();
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await redis.stop();
    await demo.close();
  });

  test(
    "one is killed with marks pending: its readers go on elsewhere, nothing is lost and nothing deleted",
    { timeout: 2 * TAKEN_OVER_MS },
    async () => {
      const readers = await Promise.all(
        Array.from({ length: READERS }, (_, nth) => openReader(nginx.url, demo, `reader-${nth}`)),
      );
      for (const { browser, mailboxId } of readers) {
        const { added } = await browser.ask<MarksDelta>("POST", `/mailboxes/${mailboxId}/marks`, {
          add: ["m2", "m4"],
        });
        expect(added).toEqual(["m2", "m4"]);
      }
      const pages = await Promise.all(readers.map(({ browser }) => browser.events()));

      const victim = gateways.find(({ url }) => url === readers[0]?.gateway);
      if (victim === undefined) throw new Error("the first reader's gateway is one of the three");
      process.kill(victim.pid, "SIGKILL");
      const cut = pages.filter((_, nth) => readers[nth]?.gateway === victim.url);
      expect(cut.length, "readers are spread over the gateways").toBeLessThan(READERS);
      await Promise.all(cut.map((page) => page.closed()));

      for (const reader of readers) {
        const mailbox = await backInTransaction(reader);
        expect(mailbox.marks, reader.user).toMatchObject({ count: 2, onServer: true });
        const marks = await reader.browser.ask<Marks>("GET", `/mailboxes/${reader.mailboxId}/marks`);
        expect(marks.uids, reader.user).toEqual(["m2", "m4"]);
        expect(idsOf(demo, reader.user), reader.user).toEqual(["m1", "m2", "m3", "m4", "m5"]);
      }
      for (const { browser, mailboxId, user } of readers) {
        const report = await browser.ask<CommitReport>("POST", `/mailboxes/${mailboxId}/commit`, {
          uids: ["m2", "m4"],
        });
        expect(report.removed, user).toEqual(["m2", "m4"]);
        expect(idsOf(demo, user), user).toEqual(["m1", "m3", "m5"]);
      }
      for (const page of pages) page.close();
    },
  );
});

function startOne(demo: DemoServer, redis: RedisServer): Promise<Gateway> {
  const server = { host: demo.host, port: demo.pop3Port, security: "none" };
  return startGateway({
    POPGATE_SERVERS: JSON.stringify([{ id: "demo", name: "Demo", server }]),
    POPGATE_ALLOW_PRIVATE: "127.0.0.0/8",
    POPGATE_REDIS_URL: redis.url,
    POPGATE_SECRET: "k8J2vQ7nX4tB9wLz5mR1cY6dF3hG0pSa",
    TRUST_PROXY: "127.0.0.1",
  });
}

async function openReader(url: string, demo: DemoServer, user: string): Promise<Reader> {
  demo.control.createMailbox({ user, password: user });
  for (let nth = 1; nth <= MESSAGES; nth += 1) demo.control.deliver(user, smallMessage(nth), `m${nth}`);
  const browser = new ApiClient(url);
  // As the page does first; nginx names the browser with this reply.
  await browser.ask("GET", "/servers");
  const { status, headers, body } = await browser.call<Mailbox>("POST", "/mailboxes", {
    preset: "demo",
    user,
    password: user,
  });
  expect(status).toBe(201);
  return { user, browser, mailboxId: body.id, gateway: `http://${headers.get("x-gateway") ?? ""}` };
}

/** What a page does after its line was cut: asks for its mailboxes, opens its socket, waits. */
async function backInTransaction({ browser, mailboxId }: Reader): Promise<Mailbox> {
  const { items } = await browser.ask<{ items: Mailbox[] }>("GET", "/mailboxes");
  expect(items.map(({ id }) => id)).toEqual([mailboxId]);
  const page = await browser.events();
  const { mailbox } = await page.first(
    "mailbox",
    (event) => event.mailbox.state === "transaction" && event.mailbox.marks.onServer,
  );
  page.close();
  return mailbox;
}

function idsOf(demo: DemoServer, user: string): string[] {
  return demo.control.peek(user).map(({ uid }) => uid);
}
