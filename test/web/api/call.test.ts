import { closeMailbox, listMailboxes, openMailbox } from "@popgate/shared/api/mailbox";
import { ApiFailure, asFailure } from "@popgate/web/api/api-failure";
import { createCall } from "@popgate/web/api/call";
import { readText } from "@popgate/web/api/read-text";
import { afterEach, expect, test } from "vitest";
import { sampleMailbox } from "../state/samples.ts";
import { startGateway, type Gateway } from "../support/gateway.ts";

let gateway: Gateway | undefined;
afterEach(() => gateway?.close());

test("parses the reply with the contract's schema", async () => {
  gateway = await startGateway(() => ({ json: { items: [sampleMailbox()] } }));
  const reply = await createCall(gateway.base)(listMailboxes, {});
  expect(reply.items[0]?.user).toBe("mrose@example.org");
});

test("sends changes as JSON, with a body even where the contract has none", async () => {
  gateway = await startGateway(({ method }) =>
    method === "DELETE" ? { status: 204 } : { status: 201, json: sampleMailbox() },
  );
  const call = createCall(gateway.base);
  await call(openMailbox, { body: { user: "u", password: "p", preset: "demo" } });
  await call(closeMailbox, { params: { id: "m1" } });
  expect(gateway.requests.map(({ headers }) => headers["content-type"])).toEqual([
    "application/json",
    "application/json",
  ]);
  expect(JSON.parse(gateway.requests[0]?.body ?? "")).toEqual({ user: "u", password: "p", preset: "demo" });
  expect(gateway.requests[1]?.body).toBe("{}");
});

test("an error reply becomes its code, retry time and the server's words", async () => {
  const error = {
    code: "login-delay",
    message: "Wait.",
    retryable: true,
    retryAfterMs: 12_000,
    serverText: "[LOGIN-DELAY] slow down",
  };
  gateway = await startGateway(() => ({ status: 429, json: { error } }));
  const failure = await failed(createCall(gateway.base)(listMailboxes, {}));
  expect(failure).toEqual(error);
});

test("a call that came with a cookie that was just replaced is repeated with the new one", async () => {
  const error = { code: "session-renewed", message: "Repeat it.", retryable: true };
  let refusals = 2;
  gateway = await startGateway(() => {
    refusals -= 1;
    return refusals >= 0 ? { status: 409, json: { error } } : { json: { items: [] } };
  });
  expect(await createCall(gateway.base)(listMailboxes, {})).toEqual({ items: [] });
  expect(gateway.requests).toHaveLength(3);
});

test("a reply that is not the contract's is unreadable, not half understood", async () => {
  gateway = await startGateway(() => ({ json: { items: [{ id: 7 }] } }));
  expect((await failed(createCall(gateway.base)(listMailboxes, {}))).code).toBe("unreadable");
});

test("a proxy's error page is unreadable and tells its status", async () => {
  gateway = await startGateway(() => ({ status: 502, text: "<h1>Bad gateway</h1>" }));
  const failure = await failed(createCall(gateway.base)(listMailboxes, {}));
  expect(failure).toMatchObject({ code: "unreadable", message: "HTTP 502", retryable: true });
});

test("no answer at all is offline", async () => {
  gateway = await startGateway(() => ({}));
  const { base } = gateway;
  await gateway.close();
  expect((await failed(createCall(base)(listMailboxes, {}))).code).toBe("offline");
});

test("an aborted call is cancelled, which is no failure to show", async () => {
  gateway = await startGateway(() => ({ json: { items: [] } }));
  const signal = AbortSignal.abort();
  expect((await failed(createCall(gateway.base)(listMailboxes, {}, { signal }))).code).toBe("cancelled");
});

test("an answer that breaks off is offline, not a mistake of the page", async () => {
  gateway = await startGateway(() => ({ text: "x".repeat(100), breaksOff: true }));
  expect((await failed(readText(gateway.base, 1000))).code).toBe("offline");
});

test("a mistake of the page itself is called that, and reaches whoever listens for uncaught errors", async () => {
  const heard = new Promise((resolve) => process.once("uncaughtException", resolve));
  const others = process.listeners("uncaughtException").slice(0, -1);
  for (const each of others) process.off("uncaughtException", each);
  const mistake = new TypeError("undefined is not a function");
  expect(asFailure(mistake)).toMatchObject({ code: "page-fault", retryable: false });
  expect(await heard).toBe(mistake);
  for (const each of others) process.on("uncaughtException", each);
});

async function failed(call: Promise<unknown>): Promise<ReturnType<typeof asFailure>> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiFailure);
  return asFailure(error);
}
