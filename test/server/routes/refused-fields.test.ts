import { afterAll, beforeAll, expect, test } from "vitest";
import { errorOf, startAppBench, type AppBench, type Browser } from "../../support/gateway/app-bench.ts";

let bench: AppBench;
let browser: Browser;
let mailbox: string;

beforeAll(async () => {
  bench = await startAppBench({ messages: 1 });
  browser = bench.browser();
  mailbox = `/mailboxes/${(await browser.signIn()).id}`;
});

afterAll(() => bench.close());

async function refusalOf(method: string, path: string, body?: unknown): Promise<string> {
  const response = await browser.call(method, path, body);
  expect(response.status).toBe(400);
  const { code, message, retryable } = await errorOf(response);
  expect({ code, retryable }).toEqual({ code: "invalid", retryable: false });
  const [, problems = ""] = /^Correct this and send the request again: (.+)\.$/.exec(message) ?? [];
  return problems;
}

const login = { user: "kim", password: "p" };
const server = { host: "pop.example.org", port: 995, security: "tls" };

test.each<[unknown, string]>([
  [undefined, "body: is missing"],
  ["{", "body: is not JSON"],
  [[], "body: must be an object"],
  [{ ...login, preset: "nowhere" }, "preset: must be one of this gateway's servers"],
  [{ ...login, server: { ...server, port: 70_000 } }, "server.port: must be at most 65535"],
  [{ ...login, server: { ...server, port: 1.5 } }, "server.port: must be a whole number"],
  [
    { ...login, server: { ...server, security: "ssl" } },
    "server.security: must be one of tls, starttls, none",
  ],
  [{ preset: "demo", user: "" }, "user: must not be empty; password: is missing"],
  [{ ...login, preset: "demo", user: 5 }, "user: must be text"],
  [{ ...login, preset: "demo", user: "u".repeat(321) }, "user: must have at most 320 characters"],
  [{ ...login, preset: "demo", password: "a\nb" }, "password: must not hold control characters"],
])("a sign-in of %j: %s", async (body, problems) => {
  expect(await refusalOf("POST", "/mailboxes", body)).toBe(problems);
});

test.each<[string, string, unknown, string]>([
  [
    "GET",
    "/messages?limit=501&offset=-1",
    undefined,
    "offset: must be at least 0; limit: must be at most 500",
  ],
  ["GET", "/messages?sort=colour", undefined, "sort: must be one of number, date, from, subject, size"],
  ["GET", `/export?${"uids=a&".repeat(101)}`, undefined, "uids: must have at most 100 entries"],
  ["POST", "/exports", { uids: [], format: "zip" }, "uids: must not be empty"],
  ["POST", "/cleanup", {}, "body: needs a condition"],
  ["POST", "/cleanup", { exported: false }, "exported: must be true"],
  ["POST", "/archive/1/marks", { sha256: "no" }, "sha256: must be 64 hexadecimal digits"],
  ["PATCH", "/messages/m1", { seen: 1 }, "seen: must be true or false"],
  [
    "POST",
    "/commit",
    { uids: ["a", 5, 6], generation: -1 },
    "uids[1]: must be text; generation: must be at least 0",
  ],
])("%s %s %j: %s", async (method, path, body, problems) => {
  expect(await refusalOf(method, mailbox + path, body)).toBe(problems);
});

test("of a link that is none the place in its list is told", async () => {
  const targets = ["https://a.example/", "mailto:kim@example.org"];
  expect(await refusalOf("POST", "/leave-links", { targets })).toBe("targets[1]: must be a URL");
});

test("of a list that is wrong from end to end the first entry is told, however long it is", async () => {
  const numbers = `{"uids":[${"1,".repeat(250_000)}1]}`;
  expect(await refusalOf("POST", `${mailbox}/commit`, numbers)).toBe("uids[0]: must be text");
});
