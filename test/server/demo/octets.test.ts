import { startDemo, type DemoServer } from "@popgate/server/demo/demo-server";
import { topLines } from "@popgate/server/demo/maildrop/top-lines";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RawClient } from "./raw-client.ts";

let demo: DemoServer;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.close());

test("STAT, LIST, RETR and the maildrop agree on the octets of every message", async () => {
  const client = await RawClient.signedIn(demo.pop3Port);
  const listed = (await client.listing("LIST")).map((line) => line.split(" ").map(Number));
  const ids = (await client.listing("UIDL")).map((line) => line.split(" ")[1] ?? "");
  const sum = listed.reduce((total, [, octets = 0]) => total + octets, 0);
  expect(await client.command("STAT")).toBe(`+OK ${listed.length} ${sum}`);
  expect(listed.map(([number]) => number)).toEqual(ids.map((_, index) => index + 1));
  expect(new Set(ids).size).toBe(ids.length);
  for (const [index, [number, octets]] of listed.entries()) {
    const message = await client.message(`RETR ${number}`);
    expect(message.length).toBe(octets);
    expect(message.equals(demo.control.read("mrose", ids[index] ?? "") ?? Buffer.alloc(0))).toBe(true);
    expect(await client.command(`LIST ${number}`)).toBe(`+OK ${number} ${octets}`);
    expect(await client.command(`UIDL ${number}`)).toBe(`+OK ${number} ${ids[index]}`);
  }
  await client.command("QUIT");
  await client.rest();
});

describe("dot-stuffing", () => {
  const octets = Buffer.from("Subject: .\r\n.header: x\r\n\r\n.\r\n..\r\n.a\r\nb.\r\n\r\n.\r\n");

  test("is added to each line that begins with a dot, in RETR and in TOP", async () => {
    demo.control.createMailbox({ user: "dots", password: "p" });
    demo.control.deliver("dots", octets);
    const client = await RawClient.signedIn(demo.pop3Port, "dots", "p");
    const stuffed = "Subject: .\r\n..header: x\r\n\r\n..\r\n...\r\n..a\r\nb.\r\n\r\n..\r\n";
    expect(await client.command("RETR 1")).toBe(`+OK ${octets.length} octets`);
    expect((await client.stuffed()).toString()).toBe(stuffed);
    await client.command("TOP 1 2");
    expect((await client.stuffed()).toString()).toBe("Subject: .\r\n..header: x\r\n\r\n..\r\n...\r\n");
    client.destroy();
  });

  test("keeps every octet, 8-bit and NUL too, and ends a message that has no last CRLF", async () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet));
    const message = Buffer.concat([Buffer.from("Subject: x\r\n\r\n"), all, Buffer.from("\n.\n")]);
    demo.control.createMailbox({ user: "octets", password: "p" });
    demo.control.deliver("octets", message);
    demo.control.deliver("octets", Buffer.alloc(0));
    const client = await RawClient.signedIn(demo.pop3Port, "octets", "p");
    expect(await client.command("STAT")).toBe(`+OK 2 ${message.length + 2}`);
    expect(await client.message("RETR 1")).toEqual(Buffer.concat([message, Buffer.from("\r\n")]));
    expect(await client.message("RETR 2")).toEqual(Buffer.alloc(0));
    client.destroy();
  });
});

describe("TOP", () => {
  const message = "A: 1\r\nB: 2\r\n folded\r\n\r\none\r\n\r\nthree\nstill three\r\nfour\r\n";
  const expected: readonly [number, string][] = [
    [0, "A: 1\r\nB: 2\r\n folded\r\n\r\n"],
    [1, "A: 1\r\nB: 2\r\n folded\r\n\r\none\r\n"],
    [2, "A: 1\r\nB: 2\r\n folded\r\n\r\none\r\n\r\n"],
    [3, "A: 1\r\nB: 2\r\n folded\r\n\r\none\r\n\r\nthree\nstill three\r\n"],
    [4, message],
    [99_999_999, message],
  ];

  test.each(expected)("with %i lines gives the header, the blank line and that much", (lines, text) => {
    for (let size = 1; size <= message.length; size++) {
      const chunks: Buffer[] = [];
      for (let at = 0; at < message.length; at += size)
        chunks.push(Buffer.from(message.slice(at, at + size)));
      expect(Buffer.concat([...topLines(chunks, lines)]).toString()).toBe(text);
    }
  });

  test("of a message without a body gives the header", async () => {
    demo.control.createMailbox({ user: "header", password: "p" });
    demo.control.deliver("header", Buffer.from("Subject: only\r\n"));
    const client = await RawClient.signedIn(demo.pop3Port, "header", "p");
    expect((await client.message("TOP 1 0")).toString()).toBe("Subject: only\r\n");
    client.destroy();
  });

  test("does not make the 5 MB to show a header", async () => {
    const client = await RawClient.signedIn(demo.pop3Port);
    const large = (await client.listing("LIST")).find((line) => Number(line.split(" ")[1]) > 5_000_000);
    const header = await client.message(`TOP ${large?.split(" ")[0]} 0`);
    expect(header.toString()).toMatch(/^Subject: Recording of Sunday's peal \(5 MB\)\r$/m);
    expect(header.length).toBeLessThan(1_000);
    client.destroy();
  });
});

test("a header of raw UTF-8 is only for a session in UTF8 mode; other 8-bit octets are sent as they are", async () => {
  demo.control.createMailbox({ user: "eai", password: "p" });
  demo.control.deliver("eai", Buffer.from("Subject: Grüße\r\n\r\nx\r\n", "utf8"));
  demo.control.deliver("eai", Buffer.from("Subject: Grüße\r\n\r\nx\r\n", "latin1"));
  const before = await RawClient.signedIn(demo.pop3Port, "eai", "p");
  expect(await before.command("RETR 1")).toMatch(/^-ERR \[UTF8\] /);
  expect(await before.command("TOP 1 0")).toMatch(/^-ERR \[UTF8\] /);
  expect((await before.message("RETR 2")).toString("latin1")).toContain("Grüße");
  await before.command("QUIT");
  await before.rest();
  const client = await RawClient.connect(demo.pop3Port);
  await client.line();
  for (const line of ["UTF8", "USER eai", "PASS p"]) expect(await client.command(line)).toMatch(/^\+OK/);
  expect((await client.message("RETR 1")).toString("utf8")).toContain("Grüße");
  client.destroy();
});
