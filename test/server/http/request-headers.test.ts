import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { errorOf, startAppBench, USER, type AppBench } from "../../support/gateway/app-bench.ts";

let bench: AppBench;

beforeAll(async () => {
  bench = await startAppBench({ messages: 1, environment: { TRUST_PROXY: "127.0.0.1" } });
});

afterAll(() => bench.close());

/** The address that a wrong password is logged under. */
async function loggedAddress(forwarded: string): Promise<string | undefined> {
  const before = bench.log().length;
  const login = { preset: "demo", user: `${USER}-${before}`, password: "wrong" };
  await bench.browser().call("POST", "/mailboxes", login, { "x-forwarded-for": forwarded });
  return /popgate login failed from ([^"]*)"/.exec(bench.log().slice(before))?.[1];
}

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8::7", "2001:db8::7"],
  // Written with the port, as some proxies do.
  ["192.0.2.7:51234", "192.0.2.7"],
  ["[2001:db8::7]:51234", "2001:db8::7"],
  // The last entry is the proxy's own word; what stands before it is what the client sent.
  ["10.9.8.7, 192.0.2.7", "192.0.2.7"],
  ['"} forged line, 192.0.2.7', "192.0.2.7"],
  ["192.0.2.9, root' or 1=1", "127.0.0.1"],
  ["unknown", "127.0.0.1"],
  ["192.0.2.7 from 192.0.2.8", "127.0.0.1"],
])("of X-Forwarded-For: %s the log has %s", async (forwarded, address) => {
  expect(await loggedAddress(forwarded)).toBe(address);
});

/** The status of the first reply to a request written by hand. */
function statusOf(lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(bench.origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let reply = "";
    socket.on("error", reject);
    socket.on("data", (chunk: Buffer) => (reply += chunk.toString()));
    socket.on("close", () => resolve(reply.slice("HTTP/1.1 ".length, "HTTP/1.1 ".length + 3)));
    socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  });
}

test("refuses a request with two Host headers, whatever they say", async () => {
  const { host } = new URL(bench.origin);
  const path = "GET /livez HTTP/1.1";
  expect(await statusOf([path, `Host: ${host}`, "Connection: close"])).toBe("200");
  expect(await statusOf([path, `Host: ${host}`, "host: evil.example", "Connection: close"])).toBe("400");
  expect(await statusOf([path, `Host: ${host}`, `Host: ${host}`, "Connection: close"])).toBe("400");
});

test.each(["kim@pop.example.org", "pop.example.org/inbox", "pop.example.org:995", "pop example.org", "a#b"])(
  "says that %s is no host before anything else is asked",
  async (host) => {
    const server = { host, port: 995, security: "tls" };
    const response = await bench.browser().call("POST", "/mailboxes", { server, user: USER, password: "x" });
    expect(response.status).toBe(400);
    expect((await errorOf(response)).message).toContain("host");
  },
);
