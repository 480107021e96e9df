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

test("below a path: __Host- too, under a name of that path's own", async () => {
  const names = ["/mail", "/other"].map(async (path) => {
    const environment = { TRUST_PROXY: "127.0.0.1", BASE_PATH: path };
    const cookie = await cookieOf({ environment }, { "x-forwarded-proto": "https" });
    expect(cookie).toMatch(/^__Host-popgate-[\w-]{8}=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    return cookie.split("=")[0];
  });
  expect(new Set(await Promise.all(names)).size).toBe(2);
});

test("below a path over plain HTTP on loopback: only for that path", async () => {
  const cookie = await cookieOf({ environment: { BASE_PATH: "/mail" } });
  expect(cookie).toMatch(/^popgate=.*; Path=\/mail\/; HttpOnly; SameSite=Strict$/);
});

test("ends with the last mailbox: the browser is told to forget it, and it proves nothing any more", async () => {
  const bench = await startAppBench({ messages: 1 });
  bench.demo.control.createMailbox({ user: "second", password: "its-own" });
  try {
    const browser = bench.browser();
    const first = await browser.signIn();
    const second = await browser.signIn({ user: "second", password: "its-own" });
    const { cookie = "" } = browser;
    const kept = await browser.call("DELETE", `/mailboxes/${first.id}`);
    expect(kept.headers.getSetCookie()).toEqual([]);
    const last = await browser.call("DELETE", `/mailboxes/${second.id}`);
    expect(last.headers.getSetCookie().join()).toMatch(/popgate=; .*Expires=Thu, 01 Jan 1970/);
    const planted = bench.browser();
    const body = { preset: "demo", user: bench.demo.user, password: bench.demo.password };
    const again = await planted.call("POST", "/mailboxes", body, { cookie });
    expect(again.status).toBe(201);
    expect(again.headers.getSetCookie().join()).toContain("popgate=");
    expect(again.headers.getSetCookie().join()).not.toContain(cookie.split(".")[0]);
  } finally {
    await bench.close();
  }
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
