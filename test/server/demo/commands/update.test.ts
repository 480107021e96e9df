import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { nextEvent } from "../demo-event.ts";
import { RawClient } from "../raw-client.ts";

let demo: DemoServer;
let user: string;
let count = 0;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());
beforeEach(() => {
  user = `user-${++count}`;
  demo.control.setFaults();
  demo.control.createMailbox({ user, password: "p" });
  for (const uid of ["a", "b", "c", "d"])
    demo.control.deliver(user, Buffer.from(`Subject: ${uid}\r\n\r\n`), uid);
});

const ids = () => demo.control.peek(user).map((message) => message.uid);
const signedIn = () => RawClient.signedIn(demo.pop3Port, user, "p");

test("a mark hides a message in its session, and leaves the maildrop as it is", async () => {
  const client = await signedIn();
  await client.command("DELE 2");
  expect(await client.command("STAT")).toBe("+OK 3 42");
  expect(await client.listing("LIST")).toEqual(["1 14", "3 14", "4 14"]);
  expect(await client.listing("UIDL")).toEqual(["1 a", "3 c", "4 d"]);
  for (const line of ["RETR 2", "TOP 2 0", "DELE 2", "LIST 2", "UIDL 2"]) {
    expect(await client.command(line)).toBe("-ERR message 2 is marked as deleted");
  }
  expect(ids()).toEqual(["a", "b", "c", "d"]);
  client.destroy();
});

test("RSET takes back every mark", async () => {
  const client = await signedIn();
  await client.command("DELE 1");
  await client.command("DELE 4");
  expect(await client.command("RSET")).toBe("+OK maildrop has 4 messages (56 octets)");
  await client.command("QUIT");
  await client.rest();
  expect(ids()).toEqual(["a", "b", "c", "d"]);
});

test("QUIT removes what is marked, all at once, and numbers begin anew", async () => {
  const updated = nextEvent(demo, "updated");
  const client = await signedIn();
  await client.command("DELE 1");
  await client.command("DELE 3");
  expect(await client.command("QUIT")).toBe("+OK POP3 server signing off (2 messages left)");
  expect(await updated).toEqual({ kind: "updated", user, removed: ["a", "c"] });
  const next = await signedIn();
  expect(await next.listing("UIDL")).toEqual(["1 b", "2 d"]);
  next.destroy();
});

test.each(["destroy", "end"] as const)("marks vanish when the connection is dropped (%s)", async (how) => {
  const client = await signedIn();
  await client.command("DELE 1");
  const released = nextEvent(demo, "released");
  client[how]();
  await released;
  expect(ids()).toEqual(["a", "b", "c", "d"]);
});

test("marks vanish when the session idles too long, and nothing is said", async () => {
  const impatient = await startDemo({ idleTimeoutMs: 50 });
  const client = await RawClient.signedIn(impatient.pop3Port);
  await client.command("DELE 1");
  expect(await client.rest()).toBe("");
  expect(impatient.control.isLocked("mrose")).toBe(false);
  expect(impatient.control.peek("mrose")).toHaveLength(43);
  await impatient.close();
});

test("marks vanish when the server stops", async () => {
  const brief = await startDemo();
  const client = await RawClient.signedIn(brief.pop3Port);
  await client.command("DELE 1");
  await brief.close();
  await client.rest();
  expect(brief.control.peek("mrose")).toHaveLength(43);
});

test("QUIT before login enters no UPDATE", async () => {
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  expect(await client.command("QUIT")).toBe("+OK POP3 server signing off");
  expect(await client.rest()).toBe("");
  expect(ids()).toEqual(["a", "b", "c", "d"]);
});

test("one session holds the maildrop; a second one is refused until the first has quit", async () => {
  const first = await signedIn();
  const second = await RawClient.connect(demo.pop3Port);
  await second.line();
  await second.command(`USER ${user}`);
  expect(await second.command("PASS p")).toMatch(/^-ERR \[IN-USE\] /);
  await first.command("QUIT");
  await second.command(`USER ${user}`);
  expect(await second.command("PASS p")).toMatch(/^\+OK/);
  second.destroy();
});

test("the lock is free before QUIT is answered", async () => {
  demo.control.setFaults({ kind: "delay", verb: "QUIT", delayMs: 5_000 });
  const released = nextEvent(demo, "released");
  const first = await signedIn();
  first.send("DELE 1\r\nQUIT\r\n");
  await released;
  const second = await signedIn();
  expect(await second.command("STAT")).toBe("+OK 3 42");
  expect(first.pending).not.toContain("signing off");
  first.destroy();
  second.destroy();
});

test("a client that goes while its login waits for the reply leaves no lock behind", async () => {
  demo.control.setFaults({ kind: "delay", verb: "PASS", delayMs: 60_000 });
  const locked = nextEvent(demo, "locked");
  const client = await RawClient.connect(demo.pop3Port);
  client.send(`USER ${user}\r\nPASS p\r\n`);
  await locked;
  const released = nextEvent(demo, "released");
  client.destroy();
  await released;
  expect(demo.control.isLocked(user)).toBe(false);
});

test("a session is a snapshot: what is delivered meanwhile appears in the next", async () => {
  const client = await signedIn();
  demo.control.deliver(user, Buffer.from("Subject: late\r\n\r\n"), "late");
  expect(await client.command("STAT")).toBe("+OK 4 56");
  await client.command("DELE 1");
  await client.command("QUIT");
  await client.rest();
  expect(ids()).toEqual(["b", "c", "d", "late"]);
});

test("twins with the same octets are removed one by one", async () => {
  demo.control.reset("mrose");
  const [welcome, twin] = [demo.control.peek("mrose")[0], demo.control.peek("mrose")[5]];
  const client = await RawClient.signedIn(demo.pop3Port);
  await client.command("DELE 1");
  await client.command("QUIT");
  await client.rest();
  const left = demo.control.peek("mrose").map((message) => message.uid);
  expect(left).not.toContain(welcome?.uid);
  expect(left).toContain(twin?.uid);
  expect(left).toHaveLength(42);
});
