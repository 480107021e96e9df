import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { COMMANDS, commandSpec, type Verb } from "@popgate/shared/pop3/commands";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RawClient } from "../raw-client.ts";

const ARGUMENTS: Partial<Record<Verb, string>> = {
  USER: " mrose",
  PASS: " tanstaaf",
  APOP: " mrose 00000000000000000000000000000000",
  AUTH: " PLAIN",
  RETR: " 1",
  TOP: " 1 0",
  DELE: " 1",
  XCLIENT: " ADDR=192.0.2.7",
};
// Every verb of the shared table; `Object.keys` only knows strings.
const VERBS = Object.keys(COMMANDS) as Verb[];

let demo: DemoServer;
beforeAll(async () => {
  demo = await startDemo({ failedLoginDelayMs: 0 });
});
afterAll(() => demo.close());

async function connected(): Promise<RawClient> {
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  return client;
}

describe("each command in each state", () => {
  test.each(VERBS)("%s before login", async (verb) => {
    const client = await connected();
    expect(await client.command(`${verb}${ARGUMENTS[verb] ?? ""}`)).toMatch(replyBeforeLogin(verb));
    client.destroy();
  });

  test.each(VERBS)("%s after login", async (verb) => {
    const user = `user-${verb.toLowerCase()}`;
    demo.control.createMailbox({ user, password: "p" });
    demo.control.deliver(user, Buffer.from("Subject: x\r\n\r\ny\r\n"));
    const client = await RawClient.signedIn(demo.pop3Port, user, "p");
    const isLegal = commandSpec(verb).states.includes("TRANSACTION");
    const expected = isLegal ? /^\+OK/ : /^-ERR \w+ is not valid in the TRANSACTION state$/;
    expect(await client.command(`${verb}${ARGUMENTS[verb] ?? ""}`)).toMatch(expected);
    client.destroy();
  });
});

function replyBeforeLogin(verb: Verb): RegExp {
  if (!commandSpec(verb).states.includes("AUTHORIZATION"))
    return /^-ERR \w+ is not valid in the AUTHORIZATION state$/;
  if (verb === "XCLIENT") return /^-ERR you are not from a trusted address$/;
  if (verb === "PASS") return /^-ERR send USER first$/;
  if (verb === "APOP") return /^-ERR \[AUTH\] wrong user name or password$/;
  return verb === "AUTH" ? /^\+ $/ : /^\+OK/;
}

describe("command lines", () => {
  test.each(["XYZZY", "", " STAT", "STATS", "constructor", "__proto__"])("refuses %j", async (line) => {
    const client = await connected();
    expect(await client.command(line)).toBe("-ERR unknown command");
    client.destroy();
  });

  test("answers LAST with -ERR and a word on why", async () => {
    const client = await connected();
    expect(await client.command("LAST")).toBe("-ERR LAST is no longer part of POP3; use UIDL");
    client.destroy();
  });

  test("takes verbs in any case", async () => {
    const client = await connected();
    expect(await client.command("uSeR mrose")).toMatch(/^\+OK/);
    expect(await client.command("quit")).toMatch(/^\+OK/);
  });

  test.each([
    "STAT 1",
    "STAT ",
    "LIST 1 2",
    "LIST x",
    "LIST -1",
    "LIST 1.5",
    "RETR",
    "RETR  1",
    "TOP 1",
    "TOP 1 x",
    "TOP 1 2 3",
    "DELE 1 2",
    "NOOP now",
    "RSET 1",
    "UIDL 1 ",
    "QUIT now",
    "CAPA all",
  ])("counts arguments strictly: %j", async (line) => {
    const client = await RawClient.signedIn(demo.pop3Port);
    expect(await client.command(line)).toMatch(/^-ERR/);
    expect(await client.command("NOOP")).toMatch(/^\+OK/);
    await client.command("QUIT");
    await client.rest();
  });

  test.each(["LIST 99", "RETR 0", "RETR 9999999999", "TOP 99 0", "DELE 99", "UIDL 0"])(
    "refuses a message that does not exist: %s",
    async (line) => {
      const client = await RawClient.signedIn(demo.pop3Port);
      expect(await client.command(line)).toBe("-ERR no such message");
      await client.command("QUIT");
      await client.rest();
    },
  );

  test("LANG lists and chooses a language", async () => {
    const client = await connected();
    expect(await client.listing("LANG")).toEqual(["en English", "de Deutsch"]);
    expect(await client.command("LANG EN")).toMatch(/^\+OK en /);
    expect(await client.command("LANG *")).toMatch(/^\+OK en /);
    expect(await client.command("LANG tlh")).toBe("-ERR no texts in tlh");
    client.destroy();
  });
});
