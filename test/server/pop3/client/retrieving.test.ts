import fc from "fast-check";
import { DotStuffer } from "@popgate/server/pop3/wire/dot-stuffing";
import { describe, expect, test } from "vitest";
import { CHUNKINGS } from "../../../support/line/scripted-server.ts";
import { errorOf, keepingSink } from "../connected-engine.ts";
import { signedIn } from "./signed-in.ts";

function reply(message: Buffer): Buffer {
  const stuffer = new DotStuffer();
  return Buffer.concat([Buffer.from("+OK\r\n"), ...stuffer.stuff(message), stuffer.end()]);
}

const EVERY_OCTET = Buffer.concat([
  Buffer.from(Array.from({ length: 256 }, (_, octet) => octet)),
  Buffer.from("\r\n"),
]);

describe.each(CHUNKINGS)("retr, from a server that sends %s", (chunking) => {
  test.each([
    ["an empty message", Buffer.alloc(0)],
    ["dots", Buffer.from(".\r\n..\r\n...\r\n.a\r\n")],
    ["a bare-LF dot line", Buffer.from("a\n.\nb\r\n.\nc\r\n")],
    ["every octet there is", EVERY_OCTET],
    ["a line of 10,000 octets", Buffer.from(`${"x".repeat(10_000)}\r\n`)],
  ])("gives %s as it is", async (_name, message) => {
    const { client } = await signedIn(
      [
        { expect: "RETR 1", send: reply(message) },
        { expect: "NOOP", send: "+OK\r\n" },
      ],
      { chunking },
    );
    const { sink, text } = keepingSink();
    await client.retr(1, { sink });
    expect(text()).toBe(message.toString("latin1"));
    await client.noop();
  });
});

describe("retr", () => {
  test("gives any messages, one after another, in any packets", async () => {
    const message = fc
      .array(fc.constantFrom("\r\n", ".", "\n", "\r", "a", "\0", "\xff", "\r\n.\r"), { maxLength: 30 })
      .map((parts) => Buffer.from(`${parts.join("")}\r\n`, "latin1"));
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        async (messages, chunking) => {
          const { client } = await signedIn(
            messages.map((octets, index) => ({ expect: `RETR ${index + 1}`, send: reply(octets) })),
            { chunking },
          );
          const sinks = messages.map(() => keepingSink());
          await Promise.all(sinks.map(({ sink }, index) => client.retr(index + 1, { sink })));
          expect(sinks.map(({ text }) => text())).toEqual(
            messages.map((octets) => octets.toString("latin1")),
          );
          client.close("next");
        },
      ),
      { numRuns: 25 },
    );
  });

  test("of a message that is not there is refused, and the session goes on", async () => {
    const { client } = await signedIn([
      { expect: "RETR 99999", send: "-ERR no such message\r\n" },
      { expect: "NOOP", send: "+OK\r\n" },
    ]);
    expect(await errorOf(client.retr(99_999, {}))).toMatchObject({
      kind: "refused",
      verb: "RETR",
      serverText: "no such message",
      connectionUsable: true,
    });
    await client.noop();
  });

  test("of a message that makes the server hang up is a lost connection", async () => {
    const { client } = await signedIn([{ expect: "RETR 99999", cut: "fin" }]);
    expect(await errorOf(client.retr(99_999, {}))).toMatchObject({ kind: "closed", connectionUsable: false });
  });

  test("of 20 MB streams: the sink gets views of what was read, none of them large", async () => {
    const size = 20 * 1024 * 1024;
    const { client } = await signedIn([
      {
        expect: "RETR 1",
        send: Buffer.concat([Buffer.from("+OK\r\n"), Buffer.alloc(size, "x\r\n"), Buffer.from("\r\n.\r\n")]),
      },
    ]);
    let octets = 0;
    let largest = 0;
    const write = (chunk: Buffer) => {
      octets += chunk.length;
      largest = Math.max(largest, chunk.length);
      return true;
    };
    await client.retr(1, { sink: { write } });
    expect(octets).toBe(size + 2);
    expect(largest).toBeLessThanOrEqual(65_536);
  });
});

describe("top", () => {
  test("asks for a header and the lines that it was told", async () => {
    const { client } = await signedIn([
      { expect: "TOP 3 0", send: "+OK\r\nSubject: x\r\n\r\n.\r\n" },
      { expect: "TOP 3 20", send: "-ERR\r\n" },
    ]);
    const { sink, text } = keepingSink();
    await client.top(3, 0, { sink });
    expect(text()).toBe("Subject: x\r\n\r\n");
    expect((await errorOf(client.top(3, 20, {}))).verb).toBe("TOP");
  });
});
