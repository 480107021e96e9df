import { performance } from "node:perf_hooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAppBench, USER, type AppBench } from "../../../support/gateway/app-bench.ts";

// Before anybody has signed in, a stranger must not learn which names there are within the operator's network.

let bench: AppBench;

beforeAll(async () => {
  bench = await startAppBench({ messages: 1, environment: { POPGATE_ALLOW: "any" } });
});

afterAll(() => bench.close());

async function ask(host: string, port = 995): Promise<{ status: number; body: string; ms: number }> {
  const server = { host, port, security: "tls" };
  const begun = performance.now();
  const response = await bench.browser().call("POST", "/mailboxes", { server, user: USER, password: "x" });
  const body = await response.text();
  return { status: response.status, body, ms: performance.now() - begun };
}

test("a name that resolves inwards, one that does not exist and one that is not allowed have one answer", async () => {
  const answers = await Promise.all([
    // Resolves to loopback, by /etc/hosts.
    ask("localhost"),
    ask("no-such-name.invalid"),
    ask("10.0.0.1"),
    ask("2130706433"),
    ask("pop.example.org", 22),
  ]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
});

test("the answer leaves no sooner than a second after the request, however soon it was known", async () => {
  const { ms } = await ask("10.0.0.1");
  // A lower bound only: what a busy machine adds tells nothing.
  expect(ms).toBeGreaterThanOrEqual(990);
});
