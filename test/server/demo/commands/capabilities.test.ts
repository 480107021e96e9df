import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RawClient } from "../raw-client.ts";

const ALWAYS = [
  "PIPELINING",
  "RESP-CODES",
  "AUTH-RESP-CODE",
  "LOGIN-DELAY 0",
  "EXPIRE NEVER",
  "UTF8 USER",
  "LANG",
  "IMPLEMENTATION Popgate-demo",
];
const ALL_MECHANISMS = "SASL SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN LOGIN";
const BOUND_TOO = `${ALL_MECHANISMS} SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS`;

let demo: DemoServer;
let binding: DemoServer;
let strict: DemoServer;
beforeAll(async () => {
  demo = await startDemo();
  binding = await startDemo({ bindsChannels: true });
  strict = await startDemo({ requiresTls: true });
});
afterAll(async () => {
  await demo.close();
  await binding.close();
  await strict.close();
});

test("before login in the clear, STLS is offered", async () => {
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  expect(await client.listing("CAPA")).toEqual(["TOP", "UIDL", "USER", ALL_MECHANISMS, "STLS", ...ALWAYS]);
  client.destroy();
});

test("after login, STLS is not offered", async () => {
  const client = await RawClient.signedIn(demo.pop3Port);
  expect(await client.listing("CAPA")).toEqual(["TOP", "UIDL", "USER", ALL_MECHANISMS, ...ALWAYS]);
  client.destroy();
});

test("inside TLS, STLS is neither offered nor taken", async () => {
  const client = await RawClient.connect(demo.pop3sPort, { ca: demo.caPem });
  await client.line();
  expect(await client.listing("CAPA")).toEqual(["TOP", "UIDL", "USER", ALL_MECHANISMS, ...ALWAYS]);
  expect(await client.command("STLS")).toBe("-ERR TLS is active");
  client.destroy();
});

test("mechanisms bound to TLS are offered inside it, where asked for", async () => {
  const client = await RawClient.connect(binding.pop3Port);
  await client.line();
  expect(await client.listing("CAPA")).toContain(ALL_MECHANISMS);
  await client.startTls(binding.caPem);
  expect(await client.listing("CAPA")).toContain(BOUND_TOO);
  client.destroy();
});

test("where TLS is required, no way to show a password is offered or taken before it", async () => {
  const client = await RawClient.connect(strict.pop3Port);
  await client.line();
  const safe = "SASL SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5";
  expect(await client.listing("CAPA")).toEqual(["TOP", "UIDL", safe, "STLS", ...ALWAYS]);
  expect(await client.command("USER mrose")).toMatch(/^-ERR .*STLS/);
  expect(await client.command("AUTH PLAIN")).toBe("-ERR unknown mechanism");
  await client.startTls(strict.caPem);
  expect(await client.listing("CAPA")).toEqual(["TOP", "UIDL", "USER", ALL_MECHANISMS, ...ALWAYS]);
  client.destroy();
});
