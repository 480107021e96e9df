import type { Pop3Client } from "@popgate/server/pop3/client/client";
import { describe, expect, test } from "vitest";
import type { Chunking, Turn } from "../../support/scripted-server.ts";
import { errorOf, keepingSink, until } from "./connected-engine.ts";
import {
  base64,
  capabilityReply,
  greeted,
  openTo,
  serve,
  USER_PASS,
  type ClientSetUp,
} from "./opened-client.ts";

// What users of other clients met, played by a server at each way of cutting what it sends.

const CUTS: readonly Chunking[] = ["whole", "bytes", "breaks", "coalesced"];
const CAPA_AGAIN: Turn = { expect: "CAPA", send: capabilityReply(["PIPELINING", "UIDL", "TOP"]) };
const SIGNED_IN: readonly Turn[] = [...greeted(["USER"]), ...USER_PASS, CAPA_AGAIN];
const NOOP: Turn = { expect: "NOOP", send: "+OK\r\n" };

interface RefusedSignIn {
  readonly name: string;
  readonly turns: readonly Turn[];
  readonly setUp?: ClientSetUp;
  readonly error: object;
}

const REFUSED: readonly RefusedSignIn[] = [
  {
    name: "an APOP that is refused before the server hangs up is a refusal, not a lost connection",
    turns: [
      ...greeted([], "+OK ready <1896.697170952@dbc.mtview.ca.us>"),
      { expect: /^APOP mrose [0-9a-f]{32}$/, send: "-ERR permission denied\r\n", cut: "fin" },
    ],
    setUp: { mechanism: "APOP" },
    error: { kind: "auth", serverText: "permission denied" },
  },
  {
    name: "a greeting with <a.b.c> is no APOP timestamp",
    turns: greeted([], "+OK <mail.example.org> ready"),
    setUp: { mechanism: "APOP" },
    error: { kind: "refused", stage: "login" },
  },
  {
    name: "-ERR as greeting is a refusal in the server's words",
    turns: [{ send: "-ERR too many connections from your address\r\n", cut: "fin" }],
    error: { kind: "refused", stage: "greeting", serverText: "too many connections from your address" },
  },
  {
    name: "[IN-USE] is no wrong password",
    turns: [
      ...greeted(["USER"]),
      { expect: "USER mrose", send: "+OK\r\n" },
      { expect: "PASS tanstaaf", send: "-ERR [IN-USE] maildrop locked\r\n" },
    ],
    error: { kind: "inUse", connectionUsable: true },
  },
];

interface Accepted {
  readonly name: string;
  readonly turns: readonly Turn[];
  readonly setUp?: ClientSetUp;
  readonly check?: (client: Pop3Client) => Promise<void>;
}

const ACCEPTED: readonly Accepted[] = [
  {
    name: "a timestamp anywhere in the greeting is found",
    turns: [
      ...greeted([], "+OK <not.one> POP3 <1896.697170952@dbc.mtview.ca.us> ready"),
      { expect: "APOP mrose c4c9334bac560ecc979e58001b3e22fb", send: "+OK\r\n" },
      CAPA_AGAIN,
    ],
    setUp: { mechanism: "APOP" },
  },
  {
    name: "a capability line that begins with a dot does not end the list",
    turns: [
      { send: "+OK ready\r\n" },
      { expect: "CAPA", send: "+OK\r\n..X-DOTTED\r\nUSER\r\nSASL PLAIN\r\n.\r\n" },
      { expect: "AUTH PLAIN", send: "+ \r\n" },
      { expect: base64("\0mrose\0tanstaaf"), send: "+OK\r\n" },
      CAPA_AGAIN,
    ],
  },
  {
    name: "a capability list refused after login leaves the one before",
    turns: [...greeted(["USER", "TOP"]), ...USER_PASS, { expect: "CAPA", send: "-ERR not now\r\n" }, NOOP],
    check: async (client) => {
      expect(client.session.capabilities.has("TOP")).toBe(true);
      await client.noop();
    },
  },
  {
    name: "STAT and sizes below zero and over 2^32 are unknown or right",
    turns: [
      ...SIGNED_IN,
      { expect: "STAT", send: "+OK 2 -2147483648\r\n" },
      { expect: "LIST", send: "+OK\r\n1 -1\r\n2 8589934592\r\n.\r\n" },
      { expect: "UIDL", send: "+OK\r\n1 a\r\n2 b\r\n.\r\n" },
    ],
    check: async (client) => {
      const { octets, list } = await client.inventory();
      expect([octets, ...list.map((entry) => entry.octets)]).toEqual([null, null, 8_589_934_592]);
    },
  },
  {
    name: "an empty line in place of a reply is skipped once",
    turns: [...SIGNED_IN, { expect: "NOOP", send: "\r\n+OK\r\n" }, NOOP],
    check: async (client) => {
      await client.noop();
      await client.noop();
    },
  },
  {
    name: "unique-ids that are blank, repeated, long, with a slash or behind several blanks are kept",
    turns: [
      ...SIGNED_IN,
      { expect: "STAT", send: "+OK 5 5\r\n" },
      { expect: "LIST", send: "+OK\r\n.\r\n" },
      { expect: "UIDL", send: `+OK\r\n1 \r\n2 a/b\r\n3   a/b\r\n4 ${"x".repeat(300)}\r\n5\r\n.\r\n` },
    ],
    check: async (client) => {
      const { uidl } = await client.inventory();
      expect(uidl?.map(({ uniqueId }) => uniqueId)).toEqual(["", "a/b", "a/b", "x".repeat(300), ""]);
    },
  },
  {
    name: "one message that cannot be sent does not end the session",
    turns: [
      ...SIGNED_IN,
      { expect: "RETR 1", send: "-ERR message is corrupt\r\n" },
      { expect: "RETR 2", send: "+OK\r\nContent-Type: (((\r\n\r\n.\r\n" },
    ],
    check: async (client) => {
      expect((await errorOf(client.retr(1, {}))).connectionUsable).toBe(true);
      const { sink, text } = keepingSink();
      await client.retr(2, { sink });
      expect(text()).toBe("Content-Type: (((\r\n\r\n");
    },
  },
];

const OUT_OF_STEP: readonly (readonly [string, string])[] = [
  ["a message whose dots were not stuffed", "+OK\r\na\r\n.\r\nthe rest\r\n.\r\n"],
  ["two +OK for one command", "+OK\r\na\r\n.\r\n+OK\r\n"],
  ["a reply that nobody asked for", "+OK\r\n.\r\n+OK you have mail\r\n"],
];

describe.each(CUTS)("from a server that sends %s,", (chunking) => {
  test.each(REFUSED)("$name", async ({ turns, setUp, error }) => {
    const server = await serve([turns], { chunking });
    expect(await errorOf(openTo(server.port, setUp))).toMatchObject(error);
  });

  test.each(ACCEPTED)("$name", async ({ turns, setUp, check }) => {
    const server = await serve([turns], { chunking });
    const client = await openTo(server.port, setUp);
    await check?.(client);
    expect(server.complaints).toEqual([]);
  });

  test.each(OUT_OF_STEP)("%s ends the session instead of being taken for an answer", async (_name, send) => {
    const server = await serve([[...SIGNED_IN, { expect: "RETR 1", send }]], { chunking });
    const client = await openTo(server.port);
    await client.retr(1, {}).catch(() => undefined);
    await until(() => client.error !== undefined);
    expect(client.error?.kind).toMatch(/^(desync|protocol)$/);
    await server.quiet();
  });
});
