import { describe, expect, test } from "vitest";
import { CHUNKINGS } from "../../../support/line/scripted-server.ts";
import { errorOf } from "../connected-engine.ts";
import { base64, capabilityReply, greeted, openTo, serve, USER_PASS } from "../opened-client.ts";

describe.each(CHUNKINGS)("openClient, to a server that sends %s", (chunking) => {
  test("signs in with USER and PASS and reads the maildrop", async () => {
    const server = await serve(
      [
        [
          ...greeted(["USER", "UIDL", "TOP"]),
          ...USER_PASS,
          { expect: "CAPA", send: capabilityReply(["USER", "UIDL", "TOP", "EXPIRE 0"]) },
          { expect: "STAT", send: "+OK 2 320\r\n" },
          { expect: "LIST", send: "+OK\r\n1 120\r\n4 200\r\n.\r\n" },
          { expect: "UIDL", send: "+OK\r\n1 abc\r\n4 a/b\r\n.\r\n" },
          { expect: "QUIT", send: "+OK bye\r\n", cut: "fin" },
        ],
      ],
      { chunking },
    );
    const client = await openTo(server.port);
    expect(client.session).toMatchObject({ mechanism: "USER", isSecure: false, greeting: "ready" });
    expect(client.session.capabilities.lines).toContain("EXPIRE 0");
    expect(await client.inventory()).toEqual({
      messages: 2,
      octets: 320,
      list: [
        { number: 1, octets: 120 },
        { number: 4, octets: 200 },
      ],
      uidl: [
        { number: 1, uniqueId: "abc" },
        { number: 4, uniqueId: "a/b" },
      ],
    });
    expect((await client.quit()).text).toBe("bye");
    expect(server.complaints).toEqual([]);
  });

  test("signs in with SASL in two steps", async () => {
    const server = await serve(
      [
        [
          ...greeted(["SASL PLAIN"]),
          { expect: "AUTH PLAIN", send: "+ \r\n" },
          { expect: base64("\0mrose\0tanstaaf"), send: "+OK\r\n" },
          { expect: "CAPA", send: "-ERR not now\r\n" },
        ],
      ],
      { chunking },
    );
    const client = await openTo(server.port);
    expect(client.session.mechanism).toBe("PLAIN");
    expect(server.complaints).toEqual([]);
  });
});

describe("capabilities", () => {
  test("that are missing leave USER and PASS", async () => {
    const server = await serve([[...greeted([]), ...USER_PASS, { expect: "CAPA", send: "-ERR\r\n" }]]);
    const client = await openTo(server.port);
    expect(client.session.capabilities.lines).toEqual([]);
  });

  test("refused after login are the ones from before", async () => {
    const server = await serve([
      [...greeted(["UIDL", "USER"]), ...USER_PASS, { expect: "CAPA", send: "-ERR\r\n" }],
    ]);
    expect((await openTo(server.port)).session.capabilities.lines).toEqual(["UIDL", "USER"]);
  });

  test("that differ after login are the later ones", async () => {
    const server = await serve([
      [...greeted(["USER"]), ...USER_PASS, { expect: "CAPA", send: capabilityReply(["pipelining", "Top"]) }],
    ]);
    expect((await openTo(server.port)).session.capabilities.lines).toEqual(["PIPELINING", "TOP"]);
  });

  test("with a line that begins with a dot go on to the terminator", async () => {
    const server = await serve([
      [...greeted(["USER", "..X-DOT", "TOP"]), ...USER_PASS, { expect: "CAPA", send: "-ERR\r\n" }],
    ]);
    expect((await openTo(server.port)).session.capabilities.lines).toEqual(["USER", ".X-DOT", "TOP"]);
  });

  test("of 200 lines are taken and of 201 refused", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `X-${index}`);
    const kind = await serve([[...greeted(many(200)), ...USER_PASS, { expect: "CAPA", send: "-ERR\r\n" }]]);
    expect((await openTo(kind.port)).session.capabilities.lines).toHaveLength(200);
    const wild = await serve([greeted(many(201))]);
    expect(await errorOf(openTo(wild.port))).toMatchObject({ kind: "limit", stage: "capabilities" });
  });
});

describe("pipelining", () => {
  const signedInWith = (lines: readonly string[]) => [
    ...greeted(["USER"]),
    ...USER_PASS,
    { expect: "CAPA", send: capabilityReply(lines) },
    { expect: "STAT" },
  ];

  test("sends STAT, LIST and UIDL in one write where it is announced", async () => {
    const server = await serve([
      [
        ...signedInWith(["PIPELINING"]),
        { expect: "LIST" },
        { expect: "UIDL", send: "+OK 0 0\r\n+OK\r\n.\r\n+OK\r\n.\r\n" },
      ],
    ]);
    const client = await openTo(server.port);
    await client.inventory();
    expect(server.reads.at(-1)).toBe("STAT\r\nLIST\r\nUIDL\r\n");
  });

  test("waits for each reply where it is not", async () => {
    const server = await serve([signedInWith(["TOP"])]);
    const client = await openTo(server.port);
    const inventory = client.inventory().catch(() => undefined);
    await server.received(5);
    expect(server.reads.at(-1)).toBe("STAT\r\n");
    client.close("enough");
    await inventory;
  });

  test("is not used before login, though it was announced there", async () => {
    const server = await serve([
      [...greeted(["PIPELINING", "USER"]), ...USER_PASS, { expect: "CAPA", send: "-ERR\r\n" }],
    ]);
    await openTo(server.port);
    expect(server.reads).toEqual(["CAPA\r\n", "USER mrose\r\n", "PASS tanstaaf\r\n", "CAPA\r\n"]);
  });
});
