import { describe, expect, test } from "vitest";
import { issueCertificate } from "../../../support/certificates.ts";
import { errorOf, until } from "../connected-engine.ts";
import { greeted, openTo, serve, USER_PASS } from "../opened-client.ts";

const certificate = issueCertificate();

const overTls = () => ({ security: "tls", tls: { ca: certificate.ca } }) as const;

describe("TLS from the first octet", () => {
  test.each([
    ["POP3 in the clear", "+OK POP3 ready\r\n"],
    ["a very short greeting", "+OK\r\n"],
    ["SSH", "SSH-2.0-OpenSSH_9.6\r\n"],
    ["HTTP", "HTTP/1.1 400 Bad Request\r\n\r\n"],
  ])("on a port that speaks %s is told as no TLS", async (_name, greeting) => {
    const server = await serve([[{ send: greeting }]]);
    expect(await errorOf(openTo(server.port, overTls()))).toMatchObject({ kind: "noTls", stage: "tls" });
    await server.quiet();
  });

  test("on a port that says nothing runs into its deadline", async () => {
    const server = await serve([[]]);
    expect(await errorOf(openTo(server.port, { ...overTls(), deadlines: { tlsMs: 80 } }))).toMatchObject({
      kind: "timeout",
      stage: "tls",
    });
    await server.quiet();
  });

  test("on a port that hangs up is told as that", async () => {
    const server = await serve([[{ cut: "fin" }]]);
    expect(await errorOf(openTo(server.port, overTls()))).toMatchObject({
      code: "closed-early",
      stage: "tls",
    });
  });

  test("on a port that resets the connection is a failure of one of the two stages", async () => {
    const server = await serve([[{ cut: "reset" }]]);
    // The reset may overtake the news of the connection.
    expect((await errorOf(openTo(server.port, overTls()))).stage).toMatch(/^(connect|tls)$/);
  });

  test("refuses TLS 1.1", async () => {
    const server = await serve([[{ send: "+OK\r\n" }]], {
      tls: {
        ...certificate,
        implicit: true,
        minVersion: "TLSv1",
        maxVersion: "TLSv1.1",
        ciphers: "DEFAULT@SECLEVEL=0",
      },
    });
    expect((await errorOf(openTo(server.port, overTls()))).code).toBe("tls-too-old");
  });

  test("in plain on a port that speaks TLS runs into the greeting's deadline", async () => {
    const server = await serve([[{ send: "+OK\r\n" }]], { tls: { ...certificate, implicit: true } });
    expect(await errorOf(openTo(server.port, { deadlines: { greetingMs: 80 } }))).toMatchObject({
      kind: "timeout",
      stage: "greeting",
    });
  });

  test("that is reset in mid-session rejects what waits and nothing else", async () => {
    const server = await serve(
      [
        [
          ...greeted(["USER"]),
          ...USER_PASS,
          { expect: "CAPA", send: "-ERR\r\n" },
          { expect: "RETR 1", send: "+OK\r\nhalf", cut: "fin" },
        ],
      ],
      { tls: { ...certificate, implicit: true } },
    );
    const client = await openTo(server.port, overTls());
    const error = await errorOf(client.retr(1, {}));
    expect(error.connectionUsable).toBe(false);
    await until(() => client.error !== undefined);
    expect(client.error).toBe(error);
  });
});
