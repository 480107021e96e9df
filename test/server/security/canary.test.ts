import { afterEach, beforeEach, expect, test } from "vitest";
import { CANARY, startAppBench, USER, type AppBench } from "../../support/gateway/app-bench.ts";

let bench: AppBench;

beforeEach(async () => {
  bench = await startAppBench();
});

afterEach(() => bench.close());

/** The password as it could leak: plain, in base64 at any offset, in JSON, in a URL. */
function traces(): string[] {
  const encodings = [0, 1, 2].map((shift) =>
    Buffer.from("\0".repeat(shift) + CANARY)
      .toString("base64")
      .slice(4, -4),
  );
  return [CANARY, encodeURIComponent(CANARY), ...encodings];
}

test("a password appears in no log, reply, document or transcript, whatever goes wrong", async () => {
  const browser = bench.browser();
  const replies: string[] = [];
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await browser.call(method, path, body);
    replies.push(JSON.stringify([...response.headers]), await response.text());
  };
  await ask("POST", "/mailboxes", { preset: "demo", user: "nobody", password: CANARY });
  await ask("POST", "/mailboxes", { preset: "demo", user: CANARY, password: CANARY });
  await ask("POST", "/mailboxes", `{"password":"${CANARY}`);
  await ask("POST", "/mailboxes", { preset: CANARY, user: USER, password: CANARY });
  await ask("GET", `/mailboxes?password=${CANARY}`);
  await ask("GET", `/${CANARY}`);
  const { id } = await browser.signIn({ mechanism: "USER" });
  const secret = browser.cookie?.split(".")[1] ?? "no cookie";
  await ask("POST", `/mailboxes/${id}/refresh`);
  await ask("GET", `/mailboxes/${id}`);
  await ask("GET", `/mailboxes/${id}/transcript`);
  await ask("GET", "/servers");
  const openApi = await (await fetch(`${bench.base}api/openapi.json`)).text();

  expect(bench.log()).toContain("popgate login failed from 127.0.0.1");
  expect(replies.join("")).toContain("PASS");
  for (const trace of traces()) {
    expect(bench.log()).not.toContain(trace);
    expect(openApi).not.toContain(trace);
    expect(replies.join("\n")).not.toContain(trace);
  }
  expect(bench.log()).not.toContain(secret);
  expect(replies.join("\n")).not.toContain(secret);
});
