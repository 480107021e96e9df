import { once } from "node:events";
import { connect, createServer, type TLSSocket } from "node:tls";
import { channelBindingOf } from "@popgate/server/pop3/login/channel-binding";
import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { describe, expect, onTestFinished, test } from "vitest";
import { issueCertificate } from "../../../support/certificates.ts";
import type { Turn } from "../../../support/line/scripted-server.ts";
import { errorOf } from "../connected-engine.ts";
import { greeted, linesOf, openTo, serve } from "../opened-client.ts";
import { scramTurns } from "../sasl/scram-peer.ts";
import { listen } from "../../../support/line/listen.ts";

const certificate = issueCertificate();
const CAPA_AGAIN: Turn = { expect: "CAPA", send: "-ERR\r\n" };
const FINISHED: Turn = { expect: "", send: "+OK\r\n" };
const overTls = { security: "tls", tls: { ca: certificate.ca } } as const;

async function tlsPair(maxVersion: "TLSv1.2" | "TLSv1.3"): Promise<[TLSSocket, TLSSocket]> {
  const server = createServer({ key: certificate.key, cert: certificate.cert, maxVersion });
  const accepted = once(server, "secureConnection");
  const port = await listen(server);
  const client = connect({ host: "127.0.0.1", port, ca: certificate.ca });
  await once(client, "secureConnect");
  const [peer] = (await accepted) as [TLSSocket];
  onTestFinished(() => {
    for (const socket of [client, peer]) socket.destroy();
    server.close();
  });
  return [client, peer];
}

describe("the channel binding of RFC 9266", () => {
  test("is 32 octets that both ends compute alike, and no other connection has", async () => {
    const [client, server] = await tlsPair("TLSv1.3");
    const [other] = await tlsPair("TLSv1.3");
    expect(channelBindingOf(client)).toHaveLength(32);
    expect(channelBindingOf(client)).toEqual(channelBindingOf(server));
    expect(channelBindingOf(client)).not.toEqual(channelBindingOf(other));
  });

  test("is not to be had before TLS 1.3", async () => {
    const [client] = await tlsPair("TLSv1.2");
    expect(channelBindingOf(client)).toBeUndefined();
  });
});

describe("SCRAM over TLS 1.3", () => {
  test("is bound to the connection when that is chosen, and says why", async () => {
    const { challenge, proof, channel } = scramTurns("tanstaaf");
    const begin: Turn[] = [
      ...greeted(["SASL SCRAM-SHA-256 SCRAM-SHA-256-PLUS"]),
      { expect: "AUTH SCRAM-SHA-256-PLUS", send: "+ \r\n" },
    ];
    const server = await serve([[...begin, challenge, proof, FINISHED, CAPA_AGAIN]], {
      tls: { ...certificate, implicit: true },
    });
    const log = new TranscriptLog();
    const client = await openTo(server.port, { ...overTls, log, mechanism: "SCRAM-SHA-256-PLUS" });
    expect(client.session.mechanism).toBe("SCRAM-SHA-256-PLUS");
    expect(channel().subarray(0, -32).toString()).toBe("p=tls-exporter,,");
    expect(server.complaints).toEqual([]);
    expect(linesOf(log.after(0))).toContain(
      "SERVER signed in with SCRAM-SHA-256-PLUS: it was chosen by name",
    );
  });

  test("says that it could be bound where the server offers none: a downgrade shows", async () => {
    const { challenge, proof, channel } = scramTurns("tanstaaf");
    const begin: Turn[] = [
      ...greeted(["SASL SCRAM-SHA-256"]),
      { expect: "AUTH SCRAM-SHA-256", send: "+ \r\n" },
    ];
    const server = await serve([[...begin, challenge, proof, FINISHED, CAPA_AGAIN]], {
      tls: { ...certificate, implicit: true },
    });
    await openTo(server.port, overTls);
    expect(channel().toString()).toBe("y,,");
  });

  test("is not bound, and not tried so, before TLS 1.3", async () => {
    const server = await serve([greeted(["SASL SCRAM-SHA-256-PLUS"])], {
      tls: { ...certificate, implicit: true },
    });
    const tls = { ca: certificate.ca, maxVersion: "TLSv1.2" } as const;
    const error = await errorOf(openTo(server.port, { ...overTls, tls, mechanism: "SCRAM-SHA-256-PLUS" }));
    expect(error.kind).toBe("noMechanism");
  });
});
