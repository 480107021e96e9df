import { expect, test } from "vitest";
import { LoginThrottle, ThrottledError } from "@popgate/server/security/login-throttle";
import { errorOf, startAppBench, USER } from "../../support/gateway/app-bench.ts";

const attempt = { address: "192.0.2.1", host: "pop.example.org", user: "kim" };

function attemptsUntilRefused(throttle: LoginThrottle, next: (nth: number) => typeof attempt): number {
  for (let nth = 0; ; nth += 1) {
    try {
      throttle.begin(next(nth));
    } catch (error) {
      if (!(error instanceof ThrottledError)) throw error;
      expect(error.retryAfterMs).toBeGreaterThan(0);
      return nth;
    }
  }
}

test("slows guesses at one account from many addresses", () => {
  const throttle = new LoginThrottle(() => 0);
  expect(attemptsUntilRefused(throttle, (nth) => ({ ...attempt, address: `192.0.2.${nth}` }))).toBe(10);
  expect(() => throttle.begin({ ...attempt, user: "another" })).not.toThrow();
});

test("slows one address that tries many accounts", () => {
  const throttle = new LoginThrottle(() => 0);
  expect(attemptsUntilRefused(throttle, (nth) => ({ ...attempt, user: `user${nth}` }))).toBe(30);
});

test("takes a subscriber's whole IPv6 network for one address, and IPv4 for what it is", () => {
  const guess = (address: (nth: number) => string) => {
    const throttle = new LoginThrottle(() => 0);
    return attemptsUntilRefused(throttle, (nth) => {
      if (nth === 40) throw new ThrottledError(1);
      return { ...attempt, user: `user${nth}`, address: address(nth) };
    });
  };
  expect(guess((nth) => `2001:db8:1:2::${nth.toString(16)}`)).toBe(30);
  expect(guess((nth) => `2001:db8:1:${nth.toString(16)}::1`)).toBe(40);
  expect(guess((nth) => `::ffff:192.0.2.${nth}`)).toBe(40);
  expect(guess((nth) => `fe80::${nth.toString(16)}%eth0`)).toBe(30);
});

test("lets the owner in again soon, and counts no success", () => {
  let now = 0;
  const throttle = new LoginThrottle(() => now);
  attemptsUntilRefused(throttle, () => attempt);
  now += 20_000;
  throttle.begin(attempt)();
  throttle.begin(attempt)();
  throttle.begin(attempt);
  expect(() => throttle.begin(attempt)).toThrow(ThrottledError);
});

test("answers 429 with Retry-After, also to the right password, without asking the server", async () => {
  const bench = await startAppBench({ messages: 1 });
  const browser = bench.browser();
  const login = { preset: "demo", user: USER, password: "wrong" };
  for (let nth = 0; nth < 10; nth += 1) {
    expect((await browser.call("POST", "/mailboxes", login)).status).toBe(401);
  }
  const response = await browser.call("POST", "/mailboxes", login);
  expect(response.status).toBe(429);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await errorOf(response)).toMatchObject({ code: "too-many-requests", retryable: true });
  bench.advance(20_000);
  await browser.signIn();
  await bench.close();
});
