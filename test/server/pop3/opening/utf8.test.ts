import { describe, expect, test } from "vitest";
import { errorOf } from "../connected-engine.ts";
import { greeted, openTo, serve } from "../opened-client.ts";

/** The scripted server reads octets as latin1. */
const onTheWire = (text: string) => Buffer.from(text, "utf8").toString("latin1");

const UTF8_LOGIN = [
  { expect: "UTF8", send: "+OK\r\n" },
  { expect: onTheWire("USER jörg"), send: "+OK\r\n" },
  { expect: onTheWire("PASS grün"), send: "+OK\r\n" },
  { expect: "CAPA", send: "-ERR\r\n" },
];
const jörg = { user: "jörg", password: "grün" };

describe("UTF8 (RFC 6856)", () => {
  test("is asked for where it is announced, before anybody signs in", async () => {
    const server = await serve([[...greeted(["USER", "UTF8 USER"]), ...UTF8_LOGIN]]);
    await openTo(server.port, jörg);
    expect(server.complaints).toEqual([]);
  });

  test("that a server announces and refuses is done without", async () => {
    const server = await serve([
      [
        ...greeted(["USER", "UTF8"]),
        { expect: "UTF8", send: "-ERR not today\r\n" },
        { expect: "USER mrose", send: "+OK\r\n" },
        { expect: /^PASS/, send: "+OK\r\n" },
        { expect: "CAPA", send: "-ERR\r\n" },
      ],
    ]);
    expect((await openTo(server.port)).session.mechanism).toBe("USER");
  });

  test.each([[["USER"]], [["USER", "UTF8"]]])(
    "letters beyond ASCII go as UTF-8 to a server that announces %j: other clients send them so",
    async (capabilities) => {
      const hasUtf8 = capabilities.includes("UTF8");
      const server = await serve([
        [...greeted(capabilities), ...UTF8_LOGIN.filter(({ expect: line }) => line !== "UTF8" || hasUtf8)],
      ]);
      expect((await openTo(server.port, jörg)).session.mechanism).toBe("USER");
      expect(server.complaints).toEqual([]);
    },
  );
});

describe("a password that was shown and refused", () => {
  test("is not shown again by another mechanism: each try is a failed login", async () => {
    const server = await serve([
      [
        ...greeted(["SASL PLAIN LOGIN", "USER"]),
        { expect: "AUTH PLAIN", send: "+ \r\n" },
        { expect: /./, send: "-ERR no\r\n" },
      ],
    ]);
    expect(await errorOf(openTo(server.port))).toMatchObject({ kind: "auth", verb: "AUTH" });
    await server.quiet();
    expect(server.complaints).toEqual([]);
  });
});
