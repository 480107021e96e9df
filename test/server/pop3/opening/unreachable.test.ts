import type { LookupFunction } from "node:net";
import { describe, expect, test } from "vitest";
import { freePort } from "../../../support/programs/ports.ts";
import { errorOf, until } from "../connected-engine.ts";
import { greeted, openTo, serve, USER_PASS } from "../opened-client.ts";

function failingLookup(code: string): LookupFunction {
  return (_host, _options, callback) => callback(Object.assign(new Error(code), { code }), "", 0);
}

function lookupOf(...addresses: readonly string[]): { lookup: LookupFunction; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    lookup: (host, _options, callback) => {
      asked.push(host);
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    },
  };
}

describe("a server that cannot be reached", () => {
  test.each([
    ["ENOTFOUND", "unknownHost"],
    ["EAI_AGAIN", "unknownHost"],
    ["EHOSTNOTALLOWED", "hostNotAllowed"],
    ["ESOMETHING", "network"],
  ])("a lookup that fails with %s is %s", async (code, kind) => {
    const error = await errorOf(openTo(1, { host: "pop.example.invalid", lookup: failingLookup(code) }));
    expect(error).toMatchObject({ kind, stage: "resolve", connectionUsable: false });
    expect(error.cause).toMatchObject({ code });
  });

  test("a name without an address is an unknown host", async () => {
    const { lookup } = lookupOf();
    expect(await errorOf(openTo(1, { host: "pop.example.invalid", lookup }))).toMatchObject({
      kind: "unknownHost",
    });
  });

  test("a port that nobody listens on is refused", async () => {
    expect(await errorOf(openTo(await freePort()))).toMatchObject({
      kind: "refusedPort",
      stage: "connect",
    });
  });

  test("a lookup that never answers runs into the connect deadline", async () => {
    const lookup: LookupFunction = () => {};
    const error = await errorOf(
      openTo(1, { host: "pop.example.invalid", lookup, deadlines: { connectMs: 60 } }),
    );
    expect(error).toMatchObject({ kind: "timeout", stage: "resolve" });
  });

  test("the deadline holds with a caller's signal beside it, even when garbage is collected", async () => {
    const lookup: LookupFunction = () => {};
    const work = openTo(1, {
      host: "pop.example.invalid",
      lookup,
      deadlines: { connectMs: 400 },
      signal: new AbortController().signal,
    });
    // Enough allocation to collect a timeout that nothing but a weak reference holds.
    const churn = setInterval(() => Array.from({ length: 200_000 }, (_, index) => ({ index })), 5);
    try {
      expect(await errorOf(work)).toMatchObject({ kind: "timeout" });
    } finally {
      clearInterval(churn);
    }
  });

  test("nobody waits any more: cancelled, at whatever stage", async () => {
    const lookup: LookupFunction = () => {};
    const controller = new AbortController();
    const work = errorOf(openTo(1, { host: "pop.example.invalid", lookup, signal: controller.signal }));
    controller.abort();
    expect(await work).toMatchObject({ kind: "cancelled", stage: "resolve" });
    expect(await errorOf(openTo(1, { signal: AbortSignal.abort() }))).toMatchObject({ kind: "cancelled" });
  });
});

describe("the addresses of a lookup", () => {
  test("are the ones that are dialled, and it is asked once", async () => {
    const server = await serve([[...greeted(["USER"]), ...USER_PASS, { expect: "CAPA", send: "-ERR\r\n" }]]);
    const { lookup, asked } = lookupOf("127.0.0.1");
    const client = await openTo(server.port, { host: "pop.example.invalid", lookup });
    expect(client.session.mechanism).toBe("USER");
    expect(asked).toEqual(["pop.example.invalid"]);
  });

  test("are asked for a literal address too: rules hold for it", async () => {
    const server = await serve([[]]);
    const error = await errorOf(openTo(server.port, { lookup: failingLookup("EHOSTNOTALLOWED") }));
    expect(error.kind).toBe("hostNotAllowed");
    expect(server.connections).toBe(0);
  });
});

describe("a sign-in that nobody waits for any more", () => {
  test.each([
    ["the greeting", []],
    ["CAPA", [{ send: "+OK\r\n" }, { expect: "CAPA" }]],
    ["USER", [...greeted(["USER"]), { expect: "USER mrose" }]],
    ["PASS", [...greeted(["USER"]), { expect: "USER mrose", send: "+OK\r\n" }, { expect: "PASS tanstaaf" }]],
    ["CAPA after login", [...greeted(["USER"]), ...USER_PASS, { expect: "CAPA" }]],
  ])("ends while it waits for %s", async (_name, turns) => {
    const server = await serve([turns]);
    const controller = new AbortController();
    const work = errorOf(openTo(server.port, { signal: controller.signal }));
    const commands = turns.filter((turn) => "expect" in turn).length;
    await until(() => server.connections === 1 && server.lines.length === commands);
    controller.abort();
    expect((await work).kind).toBe("cancelled");
    await server.quiet();
  });
});
