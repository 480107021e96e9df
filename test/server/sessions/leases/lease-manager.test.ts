import { afterEach, beforeEach, expect, test } from "vitest";
import { LeaseManager } from "@popgate/server/sessions/leases/lease-manager";
import type { Holding } from "@popgate/server/sessions/leases/mailbox-lease";
import { MemoryLeases } from "@popgate/server/store/memory/memory-leases";

let store: MemoryLeases;
let manager: LeaseManager;
/** How often a mailbox was told to let go. */
let handOvers: number;
/** Lets one answer of the store go on its way; the store has counted what it answers. */
let answers: (() => void)[];

beforeEach(() => {
  store = new MemoryLeases();
  handOvers = 0;
  answers = [];
  const onError = (error: unknown) => {
    throw error;
  };
  manager = new LeaseManager({ store, onMove: async () => {}, onError });
});
afterEach(() => manager.close());

function makeMailbox(ownerId = "one") {
  const holding: Holding = {
    ownerId,
    knowsSecret: () => true,
    handOver: async () => {
      handOvers += 1;
      await lease.release();
    },
    lapse: () => {},
  };
  const lease = manager.leaseFor("box", holding, true);
  return { holding, lease };
}

/** From now on what the store answers waits in `answers`. */
function slowDown(): void {
  const acquire = store.acquire.bind(store);
  store.acquire = async (...wanted) => {
    const answer = await acquire(...wanted);
    await new Promise<void>((resolve) => answers.push(resolve));
    return answer;
  };
}

test.each([true, false])(
  "a mailbox that is asked for twice at once obtains its lease once, for both (takes over: %s)",
  async (takesOver) => {
    const { holding, lease } = makeMailbox();
    slowDown();
    const [first, second] = [lease.admit(takesOver), lease.admit(takesOver)];
    await expect.poll(() => answers.length).toBeGreaterThan(0);
    for (const answer of answers) answer();
    await Promise.all([first, second]);
    expect(manager.holdingOf("box")).toBe(holding);
    expect(handOvers).toBe(0);
    await lease.release();
  },
);

test("a mailbox that asks again, while what it gave up is on its way, does not let go for itself", async () => {
  const { holding, lease } = makeMailbox();
  slowDown();
  const givenUp = lease.admit(true);
  await expect.poll(() => answers).toHaveLength(1);
  await lease.release();
  const again = lease.admit(true);
  await expect.poll(() => answers).toHaveLength(2);
  const answering = setInterval(() => answers.shift()?.(), 1);
  await Promise.all([expect(givenUp).rejects.toMatchObject({ code: "cancelled" }), again]);
  clearInterval(answering);
  expect(manager.holdingOf("box")).toBe(holding);
  expect(await store.holderOf("box")).toBeDefined();
  expect(handOvers).toBe(0);
  await lease.release();
});

test("whoever leaves while another one is asked to let go waits no longer, and obtains nothing", async () => {
  const dead = JSON.stringify({ gateway: "dead", owner: "two" });
  const answer = await store.acquire("box", dead, 60_000);
  const { lease } = makeMailbox();
  const leaving = new AbortController();
  const asked = new Promise<void>((resolve) => store.onAsked(() => resolve()));
  const admitting = lease.admit(true, leaving.signal);
  await asked;
  leaving.abort();
  await expect(admitting).rejects.toMatchObject({ code: "cancelled" });
  expect(await store.holderOf("box")).toBe(dead);
  if (answer.kind === "acquired") await store.release("box", answer.token);
});

test("looking whether anybody has a maildrop never takes it", async () => {
  const { lease } = makeMailbox();
  await lease.admit(false);
  store.acquire = () => Promise.reject(new Error("it was only to be looked at"));
  expect(await manager.isHeld("box")).toBe(true);
  await lease.release();
  expect(await manager.isHeld("box")).toBe(false);
});
