import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import type { Fault } from "@popgate/server/demo/faults/fault";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { RawClient } from "../raw-client.ts";

let demo: DemoServer;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());
beforeEach(() => {
  demo.control.setFaults();
  demo.control.reset("mrose");
});

const count = () => demo.control.peek("mrose").length;

async function faulty(...faults: Fault[]): Promise<RawClient> {
  demo.control.setFaults(...faults);
  return RawClient.signedIn(demo.pop3Port);
}

async function loginReply(): Promise<string> {
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  await client.command("USER mrose");
  const reply = await client.command("PASS tanstaaf");
  client.send("QUIT\r\n");
  await client.rest();
  return reply;
}

test("a greeting that is none, and one that refuses", async () => {
  demo.control.setFaults({ kind: "greeting", line: "220 mail.example ESMTP" });
  const confused = await RawClient.connect(demo.pop3Port);
  expect(await confused.line()).toBe("220 mail.example ESMTP");
  confused.destroy();
  demo.control.setFaults({ kind: "greeting", line: "-ERR [SYS/TEMP] come back later" });
  const refused = await RawClient.connect(demo.pop3Port);
  expect(await refused.rest()).toBe("-ERR [SYS/TEMP] come back later\r\n");
});

test.each([
  ["beforeUpdate", 43],
  ["beforeReply", 42],
] as const)("QUIT cut %s leaves %i messages, no reply, and no lock", async (at, left) => {
  const client = await faulty({ kind: "cutQuit", at });
  await client.command("DELE 1");
  client.send("QUIT\r\n");
  expect(await client.rest()).toBe("");
  expect(count()).toBe(left);
  expect(demo.control.isLocked("mrose")).toBe(false);
});

test("QUIT cut after its reply", async () => {
  const client = await faulty({ kind: "cutQuit", at: "afterReply" });
  client.send("DELE 1\r\nQUIT\r\n");
  expect(await client.rest()).toMatch(/signing off \(42 messages left\)\r\n$/);
  expect(count()).toBe(42);
});

test.each([0, 1, 20, 1000, 200_000])("RETR cut after %i octets of its reply", async (afterOctets) => {
  const client = await faulty({ kind: "cut", verb: "RETR", afterOctets });
  client.send("DELE 1\r\n");
  await client.line();
  client.send("RETR 4\r\n");
  expect((await client.rest()).length).toBe(afterOctets);
  expect(demo.control.isLocked("mrose")).toBe(false);
  expect(count()).toBe(43);
});

test("the n-th use of a verb is refused, or answered late", async () => {
  const client = await faulty(
    { kind: "refuse", verb: "DELE", text: "[SYS/TEMP] not now", nth: 2 },
    { kind: "delay", verb: "NOOP", delayMs: 60, nth: 1 },
  );
  expect(await client.command("DELE 1")).toMatch(/^\+OK/);
  expect(await client.command("DELE 2")).toBe("-ERR [SYS/TEMP] not now");
  expect(await client.command("DELE 2")).toMatch(/^\+OK/);
  const start = performance.now();
  await client.command("NOOP");
  expect(performance.now() - start).toBeGreaterThan(55);
  client.destroy();
});

test.each(["SYS/TEMP", "SYS/PERM", "IN-USE", "LOGIN-DELAY"])(
  "login is refused once with [%s]",
  async (code) => {
    demo.control.setFaults({ kind: "refuseLogin", code, text: "wait a while", times: 1 });
    expect(await loginReply()).toBe(`-ERR [${code}] wait a while`);
    expect(await loginReply()).toMatch(/^\+OK/);
  },
);

test.each([
  ["TOP", "TOP"],
  ["UIDL", "UIDL"],
  ["STLS", "STLS"],
  ["AUTH", "SASL"],
] as const)("a server without %s neither knows nor announces it", async (verb, capability) => {
  demo.control.setFaults({ kind: "without", verb });
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  const names = (await client.listing("CAPA")).map((line) => line.split(" ")[0]);
  expect(names).not.toContain(capability);
  expect(await client.command(verb)).toBe("-ERR unknown command");
  client.destroy();
});

test("a server without CAPA does not know it", async () => {
  demo.control.setFaults({ kind: "without", verb: "CAPA" });
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  expect(await client.command("CAPA")).toBe("-ERR unknown command");
  client.destroy();
});

test("CAPA may lie", async () => {
  const client = await faulty({ kind: "capabilities", lines: ["uidl", "XTND"] });
  expect(await client.listing("CAPA")).toEqual(["uidl", "XTND"]);
  client.destroy();
});

test("all messages may claim one unique-id", async () => {
  const client = await faulty({ kind: "duplicateUniqueIds" });
  expect(new Set((await client.listing("UIDL")).map((line) => line.split(" ")[1]))).toEqual(
    new Set(["same"]),
  );
  client.destroy();
});

test("an UPDATE that fails keeps some messages and says -ERR", async () => {
  const client = await faulty({ kind: "failUpdate", removes: 1 });
  for (const number of [2, 3, 4]) await client.command(`DELE ${number}`);
  expect(await client.command("QUIT")).toBe("-ERR some deleted messages not removed");
  await client.rest();
  expect(count()).toBe(42);
});

test("an UPDATE that removes all may say -ERR too, and says +OK where nothing was marked", async () => {
  const client = await faulty({ kind: "failUpdate", removes: 2 });
  for (const number of [2, 3]) await client.command(`DELE ${number}`);
  expect(await client.command("QUIT")).toBe("-ERR some deleted messages not removed");
  await client.rest();
  expect(count()).toBe(41);
  const idle = await faulty({ kind: "failUpdate", removes: 2 });
  expect(await idle.command("QUIT")).toMatch(/^\+OK/);
  await idle.rest();
});

test("LIST tells of one message twice, and of the last one not at all", async () => {
  const client = await faulty({ kind: "listTwice" });
  const lines = await client.listing("LIST");
  expect(lines).toHaveLength(43);
  expect(lines.at(-1)).toBe(lines[0]);
  client.destroy();
});

test("STAT counts one more than LIST tells of, and UIDL one less", async () => {
  const client = await faulty({ kind: "listingsDiffer" });
  expect(await client.command("STAT")).toMatch(/^\+OK 44 /);
  expect(await client.listing("LIST")).toHaveLength(43);
  expect(await client.listing("UIDL")).toHaveLength(42);
  client.destroy();
});

test("RETR ends early, and the next reply is in step", async () => {
  const client = await faulty({ kind: "shortRetr" });
  const [, octets = 0] = (await client.command("LIST 2")).split(" ").slice(1).map(Number);
  const text = (await client.listing("RETR 2")).join("\r\n");
  expect(text.length).toBeLessThan(octets * 0.7);
  expect(await client.command("NOOP")).toBe("+OK still here");
  client.destroy();
});

test("a server that ends every line with a bare LF", async () => {
  demo.control.setFaults({ kind: "bareLf" });
  const client = await RawClient.connect(demo.pop3Port);
  client.send("USER mrose\r\nPASS tanstaaf\r\nRETR 2\r\nQUIT\r\n");
  const text = await client.rest();
  expect(text).not.toContain("\r");
  expect(text).toMatch(/^\+OK[^\n]*\n\+OK[^]*\n\.\n\+OK[^\n]*\n$/);
});

test("plaintext injected behind STLS's reply", async () => {
  demo.control.setFaults({ kind: "injectAfterStls", octets: "+OK evil\r\n" });
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  client.send("STLS\r\n");
  expect([await client.line(), await client.line()]).toEqual(["+OK begin TLS negotiation", "+OK evil"]);
  client.destroy();
});
