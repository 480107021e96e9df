import { describe, expect, it } from "vitest";
import { ErrorCode } from "@popgate/shared/api/errors";
import { RECONNECT_WAITS_MS, reconnectWaitMs } from "@popgate/server/sessions/attendance/reconnect-policy";

const wait = (code: ErrorCode, failures = 0, random = 0) => reconnectWaitMs({ code }, failures, random);

describe("the wait before a lost session tries again", () => {
  it("grows with each failure in a row, up to a minute", () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 1_000].map((failures) => wait("network", failures));
    expect(waits).toEqual([1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 60_000, 60_000]);
  });

  it("is stretched by chance, never shortened, by a quarter at most", () => {
    expect(wait("closed", 0, 0.5)).toBe(1_125);
    expect(wait("closed", 99, 1)).toBe(75_000);
  });

  it.each(["in-use", "in-use-here", "server-temporary", "greeting-refused"] as const)(
    "is ten seconds at least where it is %s",
    (code) => {
      expect(wait(code)).toBe(10_000);
      expect(wait(code, 4)).toBe(30_000);
    },
  );

  it("is short and does not grow where only the store is asked", () => {
    expect(wait("store-unreachable")).toBe(5_000);
    expect(wait("store-unreachable", 99, 1)).toBe(6_250);
  });

  it("is what LOGIN-DELAY asks for, and a minute where it does not say", () => {
    expect(reconnectWaitMs({ code: "login-delay", retryAfterMs: 900_000 }, 0, 0)).toBe(900_000);
    expect(wait("login-delay")).toBe(60_000);
  });

  it("goes by the waits that it is given", () => {
    expect(reconnectWaitMs({ code: "network" }, 3, 0, [7])).toBe(7);
  });
});

describe("a lost session never tries again by itself", () => {
  const retried: ErrorCode[] = [
    "network",
    "closed",
    "closed-early",
    "closed-at-sign-in",
    "no-greeting",
    "timeout",
    "refused-port",
    "unknown-host",
    "tls",
    "protocol",
    "out-of-step",
    "reply-too-long",
    "cancelled",
    "in-use",
    "in-use-here",
    "store-unreachable",
    "server-temporary",
    "greeting-refused",
    "login-delay",
  ];
  it.each(ErrorCode.options.filter((code) => !retried.includes(code)))("after %s", (code) => {
    expect(wait(code, 0)).toBeUndefined();
    expect(wait(code, 99)).toBeUndefined();
  });

  it.each(retried)("but it does after %s", (code) => {
    expect(wait(code)).toBeGreaterThanOrEqual(RECONNECT_WAITS_MS[0] ?? 0);
  });
});
