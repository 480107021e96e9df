import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nextEvent } from "../demo-event.ts";
import { RawClient } from "../raw-client.ts";

let demo: DemoServer;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

test("answers 200 commands of one write in their order", async () => {
  const client = await RawClient.signedIn(demo.pop3Port);
  const numbers = Array.from({ length: 200 }, (_, index) => (index % 43) + 1);
  client.send(numbers.map((number) => `LIST ${number}\r\n`).join(""));
  const replies: string[] = [];
  for (const _ of numbers) replies.push(await client.line());
  const octets = demo.control.peek("mrose").map((message) => message.octets);
  expect(replies).toEqual(numbers.map((number) => `+OK ${number} ${octets[number - 1]}`));
  await client.command("QUIT");
});

test("takes a session byte by byte, and login and QUIT in one write", async () => {
  const slow = await RawClient.connect(demo.pop3Port);
  await slow.line();
  for (const octet of "USER mrose\r\nPASS tanstaaf\r\nTOP 1 0\r\nQUIT\r\n") slow.send(octet);
  const fast = await RawClient.connect(demo.pop3Port);
  await fast.line();
  const slowText = await slow.rest();
  fast.send("USER mrose\r\nPASS tanstaaf\r\nTOP 1 0\r\nQUIT\r\nSTAT\r\n");
  expect(await fast.rest()).toBe(slowText);
  expect(slowText).toMatch(
    /\r\nSubject: Welcome[^]*\r\n\.\r\n\+OK POP3 server signing off \(43 messages left\)\r\n$/,
  );
});

test("refuses a line of 256 octets, takes one of 255, and goes on", async () => {
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  const line = (octets: number) => `USER ${"u".repeat(octets - 7)}`;
  expect(await client.command(line(255))).toBe("+OK send PASS");
  expect(await client.command(line(256))).toBe("-ERR line too long");
  client.send("x".repeat(1_000_000));
  expect(await client.command("")).toBe("-ERR line too long");
  expect(await client.command("QUIT")).toMatch(/^\+OK/);
});

test("accepts a bare LF, and flags it", async () => {
  const command = nextEvent(demo, "command");
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  client.send("QUIT\n");
  expect(await client.line()).toMatch(/^\+OK/);
  expect(await command).toMatchObject({ verb: "QUIT", isBareLf: true });
});

test("answers everything before it believes that the client has gone", async () => {
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  client.send("USER mrose\r\nPASS tanstaaf\r\nRETR 4\r\nNOOP\r\n");
  client.end();
  expect(await client.rest()).toMatch(/\r\n\.\r\n\+OK still here\r\n$/);
});

test("reads no further while the client does not read", async () => {
  const client = await RawClient.signedIn(demo.pop3Port);
  const large = demo.control.peek("mrose").find((message) => message.octets > 5_000_000);
  if (large === undefined) throw new Error("the demo has a large message");
  let retrievals = 0;
  const stop = demo.control.subscribe((event) => {
    if (event.kind === "command" && event.verb === "RETR") retrievals += 1;
  });
  client.pause();
  client.send(`RETR ${large.number}\r\n`.repeat(20));
  const other = await RawClient.connect(demo.pop3Port);
  await other.line();
  // Each answer to another session is a turn in which the server could have read on.
  for (let turn = 0; turn < 200; turn += 1) expect(await other.command("NOOP")).toMatch(/^-ERR/);
  // What the systems' buffers between the two take is no more than a few messages.
  expect(retrievals).toBeGreaterThan(0);
  expect(retrievals).toBeLessThan(5);
  stop();
  other.destroy();
  client.destroy();
});

test("bounds the sessions of one address", async () => {
  const small = await startDemo({ sessionsPerAddress: 2 });
  const first = await RawClient.connect(small.pop3Port);
  const second = await RawClient.connect(small.pop3Port);
  await first.line();
  await second.line();
  const third = await RawClient.connect(small.pop3Port);
  expect(await third.rest()).toMatch(/^-ERR \[SYS\/TEMP\] /);
  const inTls = RawClient.connect(small.pop3sPort, { ca: small.caPem });
  await expect(inTls).rejects.toThrow(/ECONNRESET|disconnected/);
  const closed = nextEvent(small, "closed");
  first.destroy();
  await closed;
  const fourth = await RawClient.connect(small.pop3Port);
  expect(await fourth.line()).toMatch(/^\+OK/);
  await small.close();
});
