import { expect, test } from "vitest";
import { startAppBench, type AppBench, type BenchOptions } from "../../support/gateway/app-bench.ts";

async function cookieOf(options: BenchOptions, headers: Record<string, string> = {}): Promise<string> {
  const bench = await startAppBench({ messages: 1, ...options });
  try {
    return await signInCookie(bench, headers);
  } finally {
    await bench.close();
  }
}

async function signInCookie(bench: AppBench, headers: Record<string, string>): Promise<string> {
  const body = { preset: "demo", user: bench.demo.user, password: bench.demo.password };
  const response = await bench.browser().call("POST", "/mailboxes", body, {
    "sec-fetch-site": "same-origin",
    ...headers,
  });
  expect(response.status).toBe(201);
  return response.headers.getSetCookie().join();
}

test("over plain HTTP on loopback: HttpOnly, SameSite=Strict, no prefix that would need Secure", async () => {
  const cookie = await cookieOf({});
  expect(cookie).toMatch(/^popgate=[\w-]{22}\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
});

test("behind TLS at the root: __Host- and Secure", async () => {
  const environment = { TRUST_PROXY: "127.0.0.1" };
  const cookie = await cookieOf({ environment }, { "x-forwarded-proto": "https" });
  expect(cookie).toMatch(/^__Host-popgate=/);
  expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
});

test("below a path: Secure, and only for that path", async () => {
  const environment = { TRUST_PROXY: "127.0.0.1", BASE_PATH: "/mail" };
  const cookie = await cookieOf({ environment }, { "x-forwarded-proto": "https" });
  expect(cookie).toMatch(/^popgate=.*; Path=\/mail\/; HttpOnly; Secure; SameSite=Strict$/);
});

test("a proxy that is not trusted cannot say that the line is secure", async () => {
  expect(await cookieOf({}, { "x-forwarded-proto": "https" })).not.toContain("Secure");
});

test("where PUBLIC_URL is set, only that name is answered, and its scheme decides", async () => {
  const bench = await startAppBench({ environment: { PUBLIC_URL: "https://mail.example.org" } });
  const body = { preset: "demo", user: bench.demo.user, password: bench.demo.password };
  const response = await bench
    .browser()
    .call("POST", "/mailboxes", body, { "sec-fetch-site": "same-origin" });
  expect(response.status).toBe(403);
  await bench.close();
});

test("a cookie of the right form that proves nothing is nobody's", async () => {
  const bench = await startAppBench({ messages: 1 });
  const browser = bench.browser();
  const { id } = await browser.signIn();
  const forged = browser.cookie?.replace(/\.[\w-]+$/, `.${"A".repeat(43)}`);
  for (const cookie of [forged ?? "", "popgate=", "popgate=a.b", "popgate=%00", "popgate=__proto__.x"]) {
    const response = await bench.browser().call("GET", `/mailboxes/${id}`, undefined, { cookie });
    expect(response.status).toBe(401);
  }
  await bench.close();
});
