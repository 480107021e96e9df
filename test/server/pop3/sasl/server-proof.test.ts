import { describe, expect, test } from "vitest";
import { CHUNKINGS, type Turn } from "../../../support/line/scripted-server.ts";
import { errorOf } from "../connected-engine.ts";
import { greeted, openTo, serve } from "../opened-client.ts";
import { scramTurns } from "./scram-peer.ts";

const BEGIN: readonly Turn[] = [
  ...greeted(["SASL SCRAM-SHA-256 PLAIN LOGIN", "USER"]),
  { expect: "AUTH SCRAM-SHA-256", send: "+ \r\n" },
];
const CAPA_AGAIN: Turn = { expect: "CAPA", send: "-ERR\r\n" };

describe("a server that proves itself in SCRAM", () => {
  test.each(CHUNKINGS)("is signed in to with an empty last line, sent %s", async (chunking) => {
    const { challenge, proof } = scramTurns("tanstaaf");
    const server = await serve([[...BEGIN, challenge, proof, { expect: "", send: "+OK\r\n" }, CAPA_AGAIN]], {
      chunking,
    });
    expect((await openTo(server.port)).session.mechanism).toBe("SCRAM-SHA-256");
    expect(server.complaints).toEqual([]);
  });

  test("and knows another password refuses ours", async () => {
    const { challenge, proof } = scramTurns("another");
    const server = await serve([[...BEGIN, challenge, proof]]);
    expect((await errorOf(openTo(server.port))).kind).toBe("auth");
  });
});

describe("a server that does not prove itself", () => {
  const bent: readonly (readonly [string, (right: Buffer) => Buffer])[] = [
    ["another signature", (right) => right.map((octet) => octet ^ 1) as Buffer],
    ["no signature", () => Buffer.alloc(0)],
    ["half a signature", (right) => right.subarray(0, 16)],
  ];

  test.each(bent)(
    "with %s is left, and gets the password by no other mechanism",
    async (_name, signature) => {
      const { challenge, proof } = scramTurns("tanstaaf", signature);
      const server = await serve([[...BEGIN, challenge, proof, { expect: "*", send: "-ERR cancelled\r\n" }]]);
      expect(await errorOf(openTo(server.port))).toMatchObject({
        kind: "serverUnproved",
        stage: "login",
        connectionUsable: false,
      });
      await server.quiet();
      expect([server.connections, server.complaints]).toEqual([1, []]);
      expect(server.lines.at(-1)).toBe("*");
    },
  );

  test("but says +OK in place of the proof is left", async () => {
    const { challenge } = scramTurns("tanstaaf");
    const server = await serve([[...BEGIN, challenge, { expect: /^/, send: "+OK welcome\r\n" }]]);
    expect(await errorOf(openTo(server.port))).toMatchObject({
      kind: "serverUnproved",
      connectionUsable: false,
    });
    await server.quiet();
    expect(server.complaints).toEqual([]);
  });
});
