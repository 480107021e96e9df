import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { acquireLease } from "@popgate/server/sessions/login/sign-in";
import { LEASE_TTL_MS } from "@popgate/server/sessions/leases/lease-manager";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const leaseAfter = (ms: number) => ({
  acquire: () => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  release: async () => {},
});

it("waits until the lease of a gateway that has died runs out", async () => {
  const got = acquireLease(leaseAfter(LEASE_TTL_MS + 2_000));
  await Promise.all([
    expect(got).resolves.toBeUndefined(),
    vi.advanceTimersByTimeAsync(LEASE_TTL_MS + 2_000),
  ]);
});

it("gives up on a store that never answers", async () => {
  const got = acquireLease(leaseAfter(3_600_000));
  await Promise.all([
    expect(got).rejects.toMatchObject({ code: "timeout" }),
    vi.advanceTimersByTimeAsync(60_000),
  ]);
});
