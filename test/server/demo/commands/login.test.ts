import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RawClient } from "../raw-client.ts";

const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
const text = (challenge: string) => Buffer.from(challenge.replace(/^\+ /, ""), "base64").toString("utf8");
const REFUSED = "-ERR [AUTH] wrong user name or password";

let demo: DemoServer;
let client: RawClient;
let greeting: string;
beforeAll(async () => {
  demo = await startDemo({ failedLoginDelayMs: 0 });
  demo.control.createMailbox({ user: "blanks", password: " two  words " });
  demo.control.createMailbox({ user: "zoë", password: "pässword" });
});
afterAll(() => demo.close());
beforeEach(async () => {
  client = await RawClient.connect(demo.pop3Port);
  greeting = await client.line();
});
afterEach(async () => {
  client.send("QUIT\r\n");
  await client.rest();
});

describe("USER and PASS", () => {
  test("a password runs to the end of the line, blanks and all", async () => {
    await client.command("USER blanks");
    expect(await client.command("PASS  two  words ")).toMatch(/^\+OK/);
  });

  test.each(["two  words", " two words ", " two  words", ""])("%j is another password", async (password) => {
    await client.command("USER blanks");
    expect(await client.command(`PASS ${password}`)).toBe(REFUSED);
  });

  test("names and passwords may be UTF-8", async () => {
    client.send(Buffer.from("USER zoë\r\nPASS pässword\r\n", "utf8"));
    await client.line();
    expect(await client.line()).toMatch(/^\+OK/);
  });

  test("a name that does not exist is told apart from a wrong password by nothing", async () => {
    const replies = [];
    for (const user of ["mrose", "nobody"]) {
      replies.push([await client.command(`USER ${user}`), await client.command("PASS wrong")]);
    }
    expect(replies[0]).toEqual(replies[1]);
  });

  test("PASS is good for one try", async () => {
    await client.command("USER mrose");
    expect(await client.command("PASS wrong")).toBe(REFUSED);
    expect(await client.command("PASS tanstaaf")).toBe("-ERR send USER first");
    await client.command("USER mrose");
    expect(await client.command("PASS tanstaaf")).toMatch(/^\+OK/);
  });

  test("a failed login is answered only after the delay", async () => {
    const slow = await startDemo({ failedLoginDelayMs: 120 });
    const guesser = await RawClient.connect(slow.pop3Port);
    await guesser.line();
    await guesser.command("USER mrose");
    const start = performance.now();
    expect(await guesser.command("PASS wrong")).toBe(REFUSED);
    expect(performance.now() - start).toBeGreaterThan(115);
    await slow.close();
  });
});

describe("APOP", () => {
  const digest = (from: string, password: string) =>
    createHash("md5")
      .update(`${/<.*>/.exec(from)?.[0]}${password}`)
      .digest("hex");

  test("takes the digest of this greeting, and of no other", async () => {
    const other = await RawClient.connect(demo.pop3Port);
    const otherGreeting = await other.line();
    other.destroy();
    expect(otherGreeting).not.toBe(greeting);
    expect(await client.command(`APOP mrose ${digest(otherGreeting, "tanstaaf")}`)).toBe(REFUSED);
    expect(await client.command(`APOP nobody ${digest(greeting, "")}`)).toBe(REFUSED);
    expect(await client.command(`APOP mrose ${digest(greeting, "tanstaaf")}`)).toMatch(/^\+OK/);
  });
});

describe("AUTH", () => {
  test("without a mechanism lists them", async () => {
    const names = ["SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "PLAIN", "LOGIN"];
    expect(await client.listing("AUTH")).toEqual(names);
  });

  test("PLAIN, with an initial response or after an empty challenge", async () => {
    expect(await client.command(`AUTH plain ${base64("\0mrose\0wrong")}`)).toBe(REFUSED);
    expect(await client.command("AUTH PLAIN")).toBe("+ ");
    expect(await client.command(base64("mrose\0mrose\0tanstaaf"))).toMatch(/^\+OK/);
  });

  test("PLAIN does not let one user in as another", async () => {
    expect(await client.command(`AUTH PLAIN ${base64("zoë\0mrose\0tanstaaf")}`)).toBe(REFUSED);
  });

  test("LOGIN, in three steps", async () => {
    expect(text(await client.command("AUTH LOGIN"))).toBe("Username:");
    expect(text(await client.command(base64("mrose")))).toBe("Password:");
    expect(await client.command(base64("tanstaaf"))).toMatch(/^\+OK/);
  });

  test("CRAM-MD5 with a new challenge each time", async () => {
    const answer = (challenge: string) =>
      base64(`mrose ${createHmac("md5", "tanstaaf").update(text(challenge)).digest("hex")}`);
    const first = await client.command("AUTH CRAM-MD5");
    expect(await client.command("*")).toBe("-ERR authentication cancelled");
    const second = await client.command("AUTH CRAM-MD5");
    expect(second).not.toBe(first);
    expect(await client.command(answer(first))).toBe(REFUSED);
    expect(await client.command(`AUTH CRAM-MD5 ${base64("mrose x")}`)).toMatch(/^-ERR/);
    expect(await client.command(answer(await client.command("AUTH CRAM-MD5")))).toMatch(/^\+OK/);
  });

  test.each([
    ["SCRAM-SHA-1", "sha1", 20],
    ["SCRAM-SHA-256", "sha256", 32],
  ] as const)("%s, both sides proven", async (name, hash, length) => {
    const exchange = async (password: string) => {
      const bare = "n=mrose,r=fyko+d2lbbFgONRv9qkxdawL";
      const serverFirst = text(await client.command(`AUTH ${name} ${base64(`n,,${bare}`)}`));
      const [, nonce = "", salt = "", rounds = ""] = /^r=(.*),s=(.*),i=(\d+)$/.exec(serverFirst) ?? [];
      const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), Number(rounds), length, hash);
      const hmac = (key: Buffer, of: string) => createHmac(hash, key).update(of).digest();
      const withoutProof = `c=biws,r=${nonce}`;
      const signed = `${bare},${serverFirst},${withoutProof}`;
      const clientKey = hmac(salted, "Client Key");
      const signature = hmac(createHash(hash).update(clientKey).digest(), signed);
      const proof = Buffer.from(clientKey.map((octet, index) => octet ^ (signature[index] ?? 0)));
      const reply = await client.command(base64(`${withoutProof},p=${proof.toString("base64")}`));
      return { reply, expected: `v=${hmac(hmac(salted, "Server Key"), signed).toString("base64")}` };
    };
    expect((await exchange("wrong")).reply).toBe(REFUSED);
    const { reply, expected } = await exchange("tanstaaf");
    expect(text(reply)).toBe(expected);
    expect(await client.command("")).toMatch(/^\+OK mrose's maildrop/);
  });

  test.each(["not base64!", "YQ", "YQ=", "=YQ=", "Y Q="])(
    "bad base64 (%j) ends the exchange",
    async (line) => {
      await client.command("AUTH PLAIN");
      expect(await client.command(line)).toBe("-ERR that is not base64");
      expect(await client.command("NOOP")).toBe("-ERR NOOP is not valid in the AUTHORIZATION state");
    },
  );

  test("a response that the mechanism does not know ends the exchange", async () => {
    for (const [mechanism, response] of [
      ["PLAIN", base64("no NUL in it")],
      ["CRAM-MD5", base64("nodigest")],
      ["SCRAM-SHA-1", base64("p=tls-unique,,n=mrose,r=x")],
    ]) {
      expect(await client.command(`AUTH ${mechanism}`)).toMatch(/^\+ /);
      expect(await client.command(response ?? "")).toBe("-ERR that is no response of this mechanism");
    }
  });

  test("an unknown mechanism is refused, and = is an empty initial response", async () => {
    expect(await client.command("AUTH GSSAPI")).toBe("-ERR unknown mechanism");
    expect(await client.command("AUTH PLAIN =")).toBe("-ERR that is no response of this mechanism");
  });
});
