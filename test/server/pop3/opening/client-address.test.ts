import { describe, expect, test } from "vitest";
import { issueCertificate } from "../../../support/certificates.ts";
import type { Turn } from "../../../support/line/scripted-server.ts";
import { base64, capabilityReply, openTo, serve, USER_PASS } from "../opened-client.ts";

const certificate = issueCertificate();
const greeting: Turn = { send: "+OK ready\r\n" };
const told = (address: string, send = "+OK Updated\r\n"): Turn => ({
  expect: `XCLIENT ADDR=${address}`,
  send,
});
const capabilities: Turn = { expect: "CAPA", send: capabilityReply(["USER"]) };
const afterwards: Turn = { expect: "CAPA", send: "-ERR\r\n" };

describe("a server that trusts the gateway", () => {
  test.each(["192.0.2.7", "2001:db8::7"])("is told first of all that %s asks", async (clientAddress) => {
    const server = await serve([[greeting, told(clientAddress), capabilities, ...USER_PASS, afterwards]]);
    await openTo(server.port, { clientAddress });
    expect(server.complaints).toEqual([]);
  });

  test("is told an IPv4 address that came over a socket of IPv6 as what it is", async () => {
    const server = await serve([[greeting, told("192.0.2.7"), capabilities, ...USER_PASS, afterwards]]);
    await openTo(server.port, { clientAddress: "::ffff:192.0.2.7" });
    expect(server.complaints).toEqual([]);
  });

  test("is told through TLS alone, where STLS comes first", async () => {
    const server = await serve(
      [
        [
          greeting,
          { expect: "CAPA", send: capabilityReply(["STLS"]) },
          { expect: "STLS", send: "+OK\r\n", startTls: true },
          told("192.0.2.7"),
          { expect: "CAPA", send: capabilityReply(["SASL PLAIN"]) },
          { expect: "AUTH PLAIN", send: "+ \r\n" },
          { expect: base64("\0mrose\0tanstaaf"), send: "+OK\r\n" },
          afterwards,
        ],
      ],
      { tls: certificate },
    );
    await openTo(server.port, {
      clientAddress: "192.0.2.7",
      security: "starttls",
      tls: { ca: certificate.ca },
    });
    expect(server.complaints).toEqual([]);
  });

  test("that does not take it serves all the same", async () => {
    const refusal = told("192.0.2.7", "-ERR you are not from a trusted address\r\n");
    const server = await serve([[greeting, refusal, capabilities, ...USER_PASS, afterwards]]);
    const client = await openTo(server.port, { clientAddress: "192.0.2.7" });
    expect(client.session.mechanism).toBe("USER");
  });

  test("is told nothing that is no address", async () => {
    const server = await serve([[greeting, capabilities, ...USER_PASS, afterwards]]);
    await openTo(server.port, { clientAddress: "192.0.2.7 USER=root" });
    expect(server.complaints).toEqual([]);
  });
});
