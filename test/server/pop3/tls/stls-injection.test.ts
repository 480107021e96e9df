import { describe, expect, test } from "vitest";
import { issueCertificate } from "../../../support/certificates.ts";
import { errorOf } from "../connected-engine.ts";
import { greeted, openTo, serve } from "../opened-client.ts";

const certificate = issueCertificate();

describe("octets in the clear behind the reply to STLS", () => {
  test.each([
    ["a reply", "+OK injected\r\n"],
    ["a refusal", "-ERR injected\r\n"],
    ["a refusal and a reply", "-ERR x\r\n+OK y\r\n"],
    ["a capability list", "+OK\r\nSASL PLAIN\r\n.\r\n"],
    ["a blank line", "\r\n"],
    ["a bare LF", "\n"],
    ["a single octet", "+"],
    ["half a reply", "+OK inj"],
    ["a challenge", "+ AAAA\r\n"],
    ["nonsense", "HTTP/1.1 200 OK\r\n"],
    ["a NUL", "\0"],
  ])("%s in the same packet is fatal, and no handshake follows", async (_name, injected) => {
    const server = await serve(
      [[...greeted(["STLS"]), { expect: "STLS", send: `+OK begin\r\n${injected}`, startTls: true }]],
      { tls: certificate },
    );
    const error = await errorOf(openTo(server.port, { security: "starttls", tls: { ca: certificate.ca } }));
    expect(error).toMatchObject({ kind: "injection", stage: "tls", connectionUsable: false });
    await server.quiet();
    expect(server.lines).toEqual(["CAPA", "STLS"]);
  });

  test("in a packet of their own spoil the handshake", async () => {
    const server = await serve(
      [
        [
          ...greeted(["STLS"]),
          { expect: "STLS", send: "+OK begin\r\n" },
          { delayMs: 20, send: "+OK injected\r\n" },
        ],
      ],
      { tls: certificate },
    );
    const error = await errorOf(openTo(server.port, { security: "starttls", tls: { ca: certificate.ca } }));
    expect(error.kind).toMatch(/^(noTls|tls|injection)$/);
    await server.quiet();
  });
});
