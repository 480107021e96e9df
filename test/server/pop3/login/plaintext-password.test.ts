import { networkInterfaces } from "node:os";
import type { Mechanism } from "@popgate/shared/api/mailbox";
import { describe, expect, test } from "vitest";
import { errorOf } from "../connected-engine.ts";
import { base64, greeted, openTo, serve, USER_PASS } from "../opened-client.ts";

const CAPABILITIES = ["SASL PLAIN LOGIN", "USER"];
const PLAIN = [
  { expect: "AUTH PLAIN", send: "+ \r\n" },
  { expect: base64("\0mrose\0tanstaaf"), send: "+OK\r\n" },
  { expect: "CAPA", send: "-ERR\r\n" },
];

/** Addresses of this machine that are not loopback: octets to them stay here, and the rule cannot know. */
const outward = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, family }) => !internal && family === "IPv4")
  .map(({ address }) => address)
  .slice(0, 1);

describe("a password in the clear", () => {
  test("may go to loopback", async () => {
    const server = await serve([[...greeted(CAPABILITIES), ...PLAIN]]);
    expect((await openTo(server.port)).session).toMatchObject({ mechanism: "PLAIN", isSecure: false });
  });

  for (const host of outward) {
    test.each<Mechanism>(["auto", "PLAIN", "LOGIN", "USER"])(
      "does not leave the machine with %s",
      async (mechanism) => {
        const server = await serve([greeted(CAPABILITIES)], { host });
        expect(await errorOf(openTo(server.port, { host, mechanism }))).toMatchObject({
          kind: "plaintext",
          stage: "login",
        });
        await server.quiet();
        expect(server.lines).toEqual(["CAPA"]);
      },
    );

    test("leaves the machine where the operator allows it", async () => {
      const server = await serve(
        [[...greeted(["USER"]), ...USER_PASS, { expect: "CAPA", send: "-ERR\r\n" }]],
        {
          host,
        },
      );
      const client = await openTo(server.port, { host, allowsPlaintext: true });
      expect(client.session.mechanism).toBe("USER");
    });

    test("is not what is missing where the server has no timestamp for APOP", async () => {
      const server = await serve([greeted(CAPABILITIES)], { host });
      expect((await errorOf(openTo(server.port, { host, mechanism: "APOP" }))).kind).toBe("noMechanism");
    });
  }
});

describe("APOP without a timestamp", () => {
  test("is refused without a word about the password", async () => {
    const server = await serve([greeted(CAPABILITIES, "+OK ready <no.at.sign>")]);
    expect(await errorOf(openTo(server.port, { mechanism: "APOP" }))).toMatchObject({
      kind: "noMechanism",
      stage: "login",
    });
    await server.quiet();
    expect(server.lines).toEqual(["CAPA"]);
  });
});
