import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { LoginThrottle, ThrottledError } from "@popgate/server/security/login-throttle";
import { errorOf, startAppBench, USER } from "../../support/gateway/app-bench.ts";

const attempt = { address: "192.0.2.1", host: "pop.example.org", user: "kim" };
/** Each attempt is another request. */
const here = () => new AbortController().signal;

/** Each attempt ends before the next begins. */
async function failuresUntilRefused(
  throttle: LoginThrottle,
  next: (nth: number) => typeof attempt,
  most = 100,
): Promise<number> {
  for (let nth = 0; nth < most; nth += 1) {
    try {
      const end = await throttle.begin(next(nth), here());
      end("failed");
    } catch (error) {
      if (!(error instanceof ThrottledError)) throw error;
      expect(error.retryAfterMs).toBeGreaterThan(0);
      return nth;
    }
  }
  return most;
}

test("slows guesses at one account from many addresses", async () => {
  const throttle = new LoginThrottle(() => 0);
  const guess = (nth: number) => ({ ...attempt, address: `192.0.2.${nth}` });
  expect(await failuresUntilRefused(throttle, guess)).toBe(10);
  await throttle.begin({ ...attempt, user: "another" }, here());
});

test("slows one address that tries many accounts", async () => {
  const throttle = new LoginThrottle(() => 0);
  expect(await failuresUntilRefused(throttle, (nth) => ({ ...attempt, user: `user${nth}` }))).toBe(30);
});

test("takes a subscriber's whole IPv6 network for one address, and IPv4 for what it is", async () => {
  const guess = (address: (nth: number) => string) =>
    failuresUntilRefused(
      new LoginThrottle(() => 0),
      (nth) => ({ ...attempt, user: `user${nth}`, address: address(nth) }),
      40,
    );
  expect(await guess((nth) => `2001:db8:1:2::${nth.toString(16)}`)).toBe(30);
  expect(await guess((nth) => `2001:db8:1:${nth.toString(16)}::1`)).toBe(40);
  expect(await guess((nth) => `::ffff:192.0.2.${nth}`)).toBe(40);
  expect(await guess((nth) => `fe80::${nth.toString(16)}%eth0`)).toBe(30);
});

test("lets the owner in again soon, and counts no success", async () => {
  let now = 0;
  const throttle = new LoginThrottle(() => now);
  await failuresUntilRefused(throttle, () => attempt);
  now += 20_000;
  for (let nth = 0; nth < 2; nth += 1) (await throttle.begin(attempt, here()))("succeeded");
  (await throttle.begin(attempt, here()))("failed");
  await expect(throttle.begin(attempt, here())).rejects.toThrow(ThrottledError);
});

test("a hundred of one address and three of one account are under way at once; the others wait, and none is refused", async () => {
  const throttle = new LoginThrottle(() => 0);
  const begun: (() => void)[] = [];
  const begin = async (user: string) => {
    const end = await throttle.begin({ ...attempt, user }, here());
    begun.push(() => end("succeeded"));
  };
  const accounts = Array.from({ length: 130 }, (_, nth) => begin(`user${nth}`));
  await turn();
  expect(begun).toHaveLength(100);
  // Each end lets one in: all come in the end.
  for (let nth = 0; nth < 130; nth += 1) {
    begun[nth]?.();
    await turn();
  }
  await Promise.all(accounts);

  begun.length = 0;
  const browsers = Array.from({ length: 5 }, () => begin("kim"));
  await turn();
  expect(begun).toHaveLength(3);
  begun[0]?.();
  await turn();
  expect(begun).toHaveLength(4);
  begun[1]?.();
  await Promise.all(browsers);
});

test("guesses that waited for their turn are refused once those before them have failed", async () => {
  const throttle = new LoginThrottle(() => 0);
  const tries = Array.from({ length: 40 }, async () => (await throttle.begin(attempt, here()))("failed"));
  const results = await Promise.allSettled(tries);
  // Those that were let in before the tenth had failed: two more than the limit at most.
  const made = results.filter(({ status }) => status === "fulfilled").length;
  expect(made).toBeGreaterThanOrEqual(10);
  expect(made).toBeLessThanOrEqual(12);
});

test("whoever goes away while they wait leaves their place to the next", async () => {
  const throttle = new LoginThrottle(() => 0);
  const ends = await Promise.all([1, 2, 3].map(() => throttle.begin(attempt, here())));
  const gone = new AbortController();
  const waited = throttle.begin(attempt, gone.signal);
  const next = throttle.begin(attempt, here());
  gone.abort();
  await expect(waited).rejects.toThrow(ThrottledError);
  ends[0]?.("succeeded");
  (await next)("succeeded");
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
