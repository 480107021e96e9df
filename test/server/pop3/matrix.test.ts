import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { MAX_STATUS_LINE_OCTETS } from "@popgate/server/pop3/wire/response-decoder";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Chunking, Turn } from "../../support/scripted-server.ts";
import { errorOf, keepingSink, until } from "./connected-engine.ts";
import { capabilityReply, greeted, openTo, serve, USER_PASS } from "./opened-client.ts";

// Where other clients of today fail: each row at each way of cutting what the server sends.

const CUTS: readonly Chunking[] = ["whole", "bytes", "breaks", "coalesced"];

interface MessageRow {
  readonly name: string;
  /** What the server sends in answer to RETR, a packet an entry, as latin1. */
  readonly packets: readonly string[];
  /** The message that this is. */
  readonly message: string;
  /** Every line of the whole dialogue ends with bare LF. */
  readonly bareLf?: true;
}

const EVERY_OCTET = String.fromCharCode(...Array.from({ length: 256 }, (_, octet) => octet));
const LONG_LINE = `${"x".repeat(100_000)}\r\n`;

const MESSAGES: readonly MessageRow[] = [
  {
    name: "the terminator and +OK, split over packets",
    packets: ["+O", "K 12 octets\r", "\nSubject: a\r\n\r\nb\r\n", ".", "\r", "\n"],
    message: "Subject: a\r\n\r\nb\r\n",
  },
  {
    name: "dot-stuffing, undone",
    packets: ["+OK\r\n..\r\n...a\r\nb.\r\n..c\r\n.\r\n"],
    message: ".\r\n..a\r\nb.\r\n.c\r\n",
  },
  {
    name: "a packet that holds only a dot in mid-message",
    packets: ["+OK\r\none\r\n", ".", ".two\r\nthree", ".", "\r\nfour\r\n.\r\n"],
    message: "one\r\n.two\r\nthree.\r\nfour\r\n",
  },
  {
    name: "8-bit octets and NUL, kept exactly",
    packets: [`+OK\r\n${EVERY_OCTET}\r\n.\r\n`],
    message: `${EVERY_OCTET}\r\n`,
  },
  {
    name: "a dot line with bare LF inside a message with CRLF",
    packets: ["+OK\r\na\n.\nb\r\n.\n\r\nc\r\n.\r\n"],
    message: "a\n.\nb\r\n\n\r\nc\r\n",
  },
  {
    name: "a body line of 100 kB",
    packets: [`+OK\r\n${LONG_LINE}end\r\n.\r\n`],
    message: `${LONG_LINE}end\r\n`,
  },
  { name: "an empty message", packets: ["+OK\r\n.\r\n"], message: "" },
  {
    name: "a server that ends every line with bare LF",
    packets: ["+OK\n..a\nb\n\nc\n.\n"],
    message: ".a\nb\n\nc\n",
    bareLf: true,
  },
];

const SIGN_IN: readonly Turn[] = [
  ...greeted(["USER"]),
  ...USER_PASS,
  { expect: "CAPA", send: capabilityReply(["PIPELINING"]) },
];

function withBareLf(turns: readonly Turn[]): Turn[] {
  return turns.map((turn) =>
    typeof turn.send === "string" ? { ...turn, send: turn.send.replaceAll("\r\n", "\n") } : turn,
  );
}

describe.each(CUTS)("sent %s,", (chunking) => {
  test.each(MESSAGES)("$name", async ({ packets, message, bareLf }) => {
    const answer = packets.map((send, index): Turn => (index === 0 ? { expect: "RETR 1", send } : { send }));
    const turns: Turn[] = [...SIGN_IN, ...answer, { expect: "NOOP", send: "+OK\r\n" }];
    const server = await serve([bareLf === true ? withBareLf(turns) : turns], { chunking });
    const client = await openTo(server.port);
    const { sink, text } = keepingSink();
    await client.retr(1, { sink });
    expect(text() === message).toBe(true);
    // In step: what follows is the answer to what is asked next.
    await client.noop();
    expect(server.complaints).toEqual([]);
  });

  test.each([
    ["[SYS/TEMP]", "sysTemp"],
    ["[SYS/PERM]", "sysPerm"],
    ["[IN-USE]", "inUse"],
    ["[AUTH]", "auth"],
    ["[LOGIN-DELAY]", "loginDelay"],
  ])("%s is told apart from the others", async (code, kind) => {
    const turns: Turn[] = [
      ...greeted(["USER", "RESP-CODES", "AUTH-RESP-CODE", "LOGIN-DELAY 60"]),
      { expect: "USER mrose", send: "+OK\r\n" },
      { expect: "PASS tanstaaf", send: `-ERR ${code} no\r\n` },
    ];
    const server = await serve([turns], { chunking });
    expect(await errorOf(openTo(server.port))).toMatchObject({ kind, responseCode: code.slice(1, -1) });
  });

  test("a listing of one message is one line, and of all is many", async () => {
    const turns: Turn[] = [
      ...SIGN_IN,
      { expect: "STAT", send: "+OK 2 30\r\n" },
      { expect: "LIST", send: "+OK\r\n1 10\r\n4 20\r\n.\r\n" },
      { expect: "UIDL", send: "+OK\r\n1 a\r\n4 b\r\n.\r\n" },
    ];
    const server = await serve([turns], { chunking });
    const { list, uidl } = await (await openTo(server.port)).inventory();
    expect([list.length, uidl?.length]).toEqual([2, 2]);
    // Pipelined: all three in one write.
    expect(server.reads.at(-1)).toBe("STAT\r\nLIST\r\nUIDL\r\n");
  });

  test("a password that holds CRLF DELE 1 is refused before a byte of it is sent", async () => {
    const server = await serve([greeted(["USER"])], { chunking });
    const error = await errorOf(openTo(server.port, { password: "pw\r\nDELE 1" }));
    expect(error.kind).toBe("refused");
    await server.quiet();
    expect(server.reads.join("")).toBe("CAPA\r\n");
  });
});

test("the terminator is found wherever the first packet ends", async () => {
  const reply = "+OK\r\na\r\n..b\r\n\r\n.\r\n";
  for (let first = 1; first < reply.length; first += 1) {
    const packets: Turn[] = [
      { expect: "RETR 1", send: reply.slice(0, first) },
      { send: reply.slice(first), delayMs: 1 },
    ];
    const server = await serve([[...SIGN_IN, ...packets, { expect: "NOOP", send: "+OK\r\n" }]]);
    const client = await openTo(server.port);
    const { sink, text } = keepingSink();
    await client.retr(1, { sink });
    expect(text()).toBe("a\r\n.b\r\n\r\n");
    await client.noop();
    client.close("next");
  }
});

test("an endless greeting is refused at the limit, not swallowed", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    const piece = Buffer.alloc(64 * 1024, "x");
    const flood = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on("drain", flood);
    flood();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  // A server that listens on TCP has this form of address.
  const { port } = server.address() as AddressInfo;
  expect(await errorOf(openTo(port))).toMatchObject({ kind: "limit", stage: "greeting" });
  await until(() => sockets[0]?.destroyed === true);
  expect(MAX_STATUS_LINE_OCTETS).toBe(8_192);
});
