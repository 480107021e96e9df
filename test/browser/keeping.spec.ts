import { expect } from "@playwright/test";
import { startGateway } from "../support/gateway/built-gateway.ts";
import { environmentFor, openMailbox, rowOf, test as base } from "../support/page/page-bench.ts";
import { requireRedis, startRedis, type RedisServer } from "../support/programs/redis.ts";

const test = base.extend<{ redis: RedisServer }>({
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads there which fixtures are wanted.
  redis: async ({}, use) => {
    const redis = await startRedis();
    await use(redis);
    await redis.stop();
  },
  gateway: async ({ peer, redis }, use) => {
    const gateway = await startGateway({
      ...environmentFor(peer),
      POPGATE_REDIS_URL: redis.url,
      POPGATE_SECRET: "77aa0f3c2be14d5e9c8b6a594837261f-test",
    });
    await use(gateway);
    await gateway.stop();
  },
});

test.skip(requireRedis() === undefined, "redis-server is not installed");

test("a gateway that cannot keep who read what says so for as long as that is so, and reading goes on", async ({
  page,
  redis,
}) => {
  const notKept = page.getByText("Read marks and stars are not kept at the moment");
  await openMailbox(page);
  await expect(notKept).toHaveCount(0);
  await redis.kill();
  await rowOf(page, "Alpha").click();
  await expect(notKept).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("The body of Alpha.")).toBeVisible();
  await redis.restart();
  await expect(notKept).toHaveCount(0, { timeout: 60_000 });
});
