import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RenewedLease } from "@popgate/server/sessions/leases/renewed-lease";
import type { LeaseStore } from "@popgate/server/store/lease-store";
import { MemoryLeases } from "@popgate/server/store/memory/memory-leases";

const TTL_MS = 15_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function makeLease(store: LeaseStore, holder = "one") {
  const lost: string[] = [];
  const lease = new RenewedLease({
    store,
    key: "box",
    holder,
    ttlMs: TTL_MS,
    onLost: (why) => lost.push(why),
  });
  return { lease, lost: () => lost };
}

test("is renewed for as long as it is wanted, and free at once when it is not", async () => {
  const store = new MemoryLeases();
  const { lease, lost } = makeLease(store);
  const other = makeLease(store, "two").lease;
  expect(await lease.take()).toMatchObject({ kind: "acquired" });
  await vi.advanceTimersByTimeAsync(10 * TTL_MS);
  expect(await other.take()).toEqual({ kind: "held", heldBy: "one" });
  expect(lost()).toEqual([]);
  await lease.release();
  expect(await other.take()).toMatchObject({ kind: "acquired" });
});

test("is lost before its time is over when the store answers no renewal", async () => {
  const store = new MemoryLeases();
  const hanging: LeaseStore = {
    acquire: (key, holder, ttlMs) => store.acquire(key, holder, ttlMs),
    renew: () => new Promise(() => {}),
    holderOf: (key) => store.holderOf(key),
    release: async () => {},
    ask: async () => {},
    onAsked: () => () => {},
  };
  const { lease, lost } = makeLease(hanging);
  const other = makeLease(store, "two").lease;
  await lease.take();
  let lostAt = 0;
  for (let passedMs = 0; passedMs < 2 * TTL_MS; passedMs += 100) {
    await vi.advanceTimersByTimeAsync(100);
    if (lost().length === 1 && lostAt === 0) lostAt = passedMs;
    // Whenever the other one gets it, it is gone here.
    if ((await other.take()).kind === "acquired") expect(lost()).toEqual(["lapsed"]);
  }
  expect(lostAt).toBeGreaterThan(0);
  expect(lostAt).toBeLessThan(TTL_MS);
  expect(lease.isHeld).toBe(false);
});

test("outlives a renewal that failed", async () => {
  const store = new MemoryLeases();
  const renew = store.renew.bind(store);
  const failures = [new Error("no answer")];
  store.renew = async (...renewal) => {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
    return renew(...renewal);
  };
  const { lease, lost } = makeLease(store);
  await lease.take();
  await vi.advanceTimersByTimeAsync(3 * TTL_MS);
  expect(lost()).toEqual([]);
  expect(lease.isHeld).toBe(true);
});

test("is lost when somebody else has it", async () => {
  const store = new MemoryLeases();
  store.renew = async () => false;
  const { lease, lost } = makeLease(store);
  await lease.take();
  await vi.advanceTimersByTimeAsync(TTL_MS / 3 + 1);
  expect(lost()).toEqual(["taken"]);
  expect(lease.isHeld).toBe(false);
});

test("is not held by who let it go before the store had answered", async () => {
  const store = new MemoryLeases();
  const { lease } = makeLease(store);
  const taking = lease.take();
  await lease.release();
  await taking;
  expect(lease.isHeld).toBe(false);
  expect(await makeLease(store, "two").lease.take()).toMatchObject({ kind: "acquired" });
});
