import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { RawClient } from "./raw-client.ts";

const message = (text: string) => Buffer.from(`Subject: ${text}\r\n\r\n${text}\r\n`);

let demo: DemoServer;
let users = 0;
let user = "";

beforeAll(async () => {
  demo = await startDemo({ messages: [] });
});
afterAll(() => demo.close());
beforeEach(() => {
  demo.control.setFaults();
  users += 1;
  user = `kim${users}`;
  demo.control.createMailbox({ user, password: "tanstaaf" });
  for (const text of ["one", "two", "three"]) demo.control.deliver(user, message(text), text);
});

const signedIn = () => RawClient.signedIn(demo.pop3Port, user);
const uids = () => demo.control.peek(user).map(({ uid }) => uid);

test("without its lock the server takes two sessions, and each removes what it marked itself", async () => {
  demo.control.setFaults({ kind: "withoutLock" });
  const [first, second] = [await signedIn(), await signedIn()];
  await first.command("DELE 1");
  await second.command("DELE 1");
  await second.command("DELE 3");
  expect(await second.command("QUIT")).toMatch(/^\+OK/);
  expect(uids()).toEqual(["two"]);
  // Its snapshot still has what is gone.
  expect(await first.command("STAT")).toMatch(/^\+OK 2 /);
  expect(await first.command("QUIT")).toMatch(/^\+OK/);
  expect(uids()).toEqual(["two"]);
  expect(demo.control.isLocked(user)).toBe(false);
});

test("renumbered messages keep their unique-ids, and an open session its numbers", async () => {
  const before = await signedIn();
  demo.control.renumber(user, 1);
  await before.command("DELE 1");
  await before.command("QUIT");
  expect(uids()).toEqual(["two", "three"]);
  demo.control.renumber(user, 1);
  const after = await signedIn();
  expect(await after.command("UIDL 1")).toBe("+OK 1 three");
  after.destroy();
  expect(demo.control.readAll(user)).toEqual([message("three"), message("two")]);
});
