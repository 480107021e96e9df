import { afterAll, beforeAll, expect, test } from "vitest";
import { CANARY, errorOf, startAppBench, USER, type AppBench } from "../../support/gateway/app-bench.ts";

let bench: AppBench;

beforeAll(async () => {
  bench = await startAppBench({ environment: { POPGATE_ALLOW: "any" } });
});

afterAll(() => bench.close());

const login = { preset: "demo", user: USER, password: CANARY };

test.each([
  ["no origin at all", { origin: "" }],
  ["another site's origin", { origin: "https://evil.example" }],
  ["another port of this host", { origin: "http://127.0.0.1:1" }],
  ["a sandboxed frame's origin", { origin: "null" }],
  ["Sec-Fetch-Site cross-site, whatever Origin says", { "sec-fetch-site": "cross-site" }],
  ["Sec-Fetch-Site same-site: a neighbour's subdomain", { "sec-fetch-site": "same-site" }],
  ["Sec-Fetch-Site none", { "sec-fetch-site": "none" }],
  ["a form's body", { "content-type": "application/x-www-form-urlencoded" }],
  ["a text body, which needs no preflight", { "content-type": "text/plain" }],
])("refuses a sign-in with %s", async (_, headers) => {
  const response = await bench.browser().call("POST", "/mailboxes", login, headers);
  expect(response.status).toBe(403);
  expect((await errorOf(response)).code).toBe("wrong-origin");
  expect(response.headers.getSetCookie()).toEqual([]);
});

test.each(["DELETE", "POST", "PUT", "PATCH"])("refuses a cross-site %s without a body", async (method) => {
  const browser = bench.browser();
  const response = await browser.call(method, "/mailboxes/x/reset", undefined, {
    origin: "https://evil.example",
  });
  expect(response.status).toBe(method === "POST" ? 403 : 404);
});

test("asks a stranger to sign in before it reads a long list of theirs", async () => {
  const response = await bench.browser().call("POST", "/mailboxes/x/commit", { uids: "no list" });
  expect(response.status).toBe(401);
});

test("accepts Sec-Fetch-Site same-origin where a proxy has rewritten Host", async () => {
  const headers = { origin: "https://mail.example.org", "sec-fetch-site": "same-origin" };
  const response = await bench.browser().call("POST", "/mailboxes", { ...login, password: "no" }, headers);
  expect(response.status).toBe(401);
});

test.each([
  ["broken JSON", `{"password": "${CANARY}"`],
  ["a bare word", CANARY],
  ["a wrong type", { ...login, user: 5 }],
  ["a control character in the password", { ...login, password: `${CANARY}\r\nDELE 1` }],
  ["an unknown preset", { ...login, preset: "nowhere" }],
  ["an unknown mechanism", { ...login, mechanism: CANARY }],
  ["port 0", { user: USER, password: CANARY, server: { host: "a.example", port: 0, security: "tls" } }],
])("answers 400 to %s without repeating it", async (_, body) => {
  const response = await bench.browser().call("POST", "/mailboxes", body);
  expect(response.status).toBe(400);
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ error: { code: "invalid" } });
  expect(text).not.toContain(CANARY);
});

test("refuses a body larger than any sign-in", async () => {
  const response = await bench.browser().call("POST", "/mailboxes", { ...login, user: "u".repeat(20_000) });
  expect(response.status).toBe(413);
  expect((await errorOf(response)).code).toBe("too-large");
});

test.each([
  ["127.0.0.1", 110],
  ["localhost", 110],
  ["2130706433", 995],
  ["0x7f000001", 995],
  ["0177.0.0.1", 110],
  ["127.1", 110],
  ["0", 110],
  ["[::1]", 110],
  ["::ffff:127.0.0.1", 995],
  ["169.254.169.254", 110],
])("refuses %s:%d though any host is allowed, and tells nothing of it", async (host, port) => {
  const server = { host, port, security: "none" };
  const response = await bench.browser().call("POST", "/mailboxes", { user: USER, password: CANARY, server });
  const error = await errorOf(response);
  // A form that the system's resolver does not take for an address is an unknown name.
  expect(["host-not-allowed", "unknown-host"]).toContain(error.code);
  expect(Object.keys(error)).not.toContain("serverText");
});

test("refuses other ports than those of POP3 though any host is allowed", async () => {
  const server = { host: "example.org", port: 22, security: "none" };
  const response = await bench.browser().call("POST", "/mailboxes", { user: USER, password: CANARY, server });
  expect((await errorOf(response)).code).toBe("host-not-allowed");
});

test("answers JSON under the API for a path that is none", async () => {
  const response = await fetch(`${bench.base}api/v1/nothing`, { headers: { accept: "text/html" } });
  expect(response.status).toBe(404);
  expect((await errorOf(response)).code).toBe("not-found");
});
