import { TranscriptLog } from "@popgate/server/pop3/transcript-log";
import { describe, expect, test } from "vitest";
import { issueCertificate } from "../../../support/certificates.ts";
import { CHUNKINGS, type Turn } from "../../../support/line/scripted-server.ts";
import { errorOf } from "../connected-engine.ts";
import { base64, capabilityReply, greeted, openTo, serve, USER_PASS } from "../opened-client.ts";

const certificate = issueCertificate();

const STLS: Turn = { expect: "STLS", send: "+OK begin TLS\r\n", startTls: true };
const PLAIN: readonly Turn[] = [
  { expect: "AUTH PLAIN", send: "+ \r\n" },
  { expect: base64("\0mrose\0tanstaaf"), send: "+OK\r\n" },
  { expect: "CAPA", send: "-ERR\r\n" },
];
const required = () => ({ security: "starttls", tls: { ca: certificate.ca } }) as const;

describe("STLS", () => {
  test.each(CHUNKINGS)("puts TLS on before the sign-in, with a server that sends %s", async (chunking) => {
    const server = await serve(
      [
        [
          ...greeted(["STLS", "USER"]),
          STLS,
          { expect: "CAPA", send: capabilityReply(["SASL PLAIN"]) },
          ...PLAIN,
        ],
      ],
      { tls: certificate, chunking },
    );
    const log = new TranscriptLog();
    const client = await openTo(server.port, { ...required(), log });
    expect(client.session).toMatchObject({ isSecure: true, mechanism: "PLAIN" });
    expect(server.complaints).toEqual([]);
    const secure = log.after(0).map(({ secure: isSecure }) => isSecure);
    expect(secure.lastIndexOf(false)).toBeLessThan(secure.indexOf(true));
    const stls = log.after(0).find(({ verb, direction }) => verb === "STLS" && direction === "S");
    expect(stls?.secure).toBe(false);
  });

  test("makes what was announced before it forgotten", async () => {
    const server = await serve(
      [
        [
          ...greeted(["STLS", "SASL SCRAM-SHA-256 PLAIN LOGIN", "PIPELINING", "USER"]),
          STLS,
          { expect: "CAPA", send: capabilityReply(["USER", "TOP"]) },
          ...USER_PASS,
          { expect: "CAPA", send: "-ERR\r\n" },
        ],
      ],
      { tls: certificate },
    );
    const client = await openTo(server.port, required());
    expect(client.session.mechanism).toBe("USER");
    expect(client.session.capabilities.lines).toEqual(["USER", "TOP"]);
    expect(server.complaints).toEqual([]);
  });

  test("makes them forgotten even where none are announced after it", async () => {
    const server = await serve(
      [
        [
          ...greeted(["STLS", "SASL PLAIN", "PIPELINING"]),
          STLS,
          { expect: "CAPA", send: "-ERR\r\n" },
          ...USER_PASS,
          { expect: "CAPA", send: "-ERR\r\n" },
        ],
      ],
      { tls: certificate },
    );
    const client = await openTo(server.port, required());
    expect([client.session.mechanism, client.session.capabilities.lines]).toEqual(["USER", []]);
  });

  test("is tried where CAPA is missing", async () => {
    const server = await serve(
      [[...greeted([]), STLS, { expect: "CAPA", send: capabilityReply(["SASL PLAIN"]) }, ...PLAIN]],
      { tls: certificate },
    );
    expect((await openTo(server.port, required())).session.isSecure).toBe(true);
  });

  test.each([
    ["announced and refused", ["STLS", "USER"], "-ERR not now"],
    ["not announced and refused", ["USER"], "-ERR unknown command"],
    ["refused without a word", ["USER"], "-ERR"],
  ])("%s is an end, never a sign-in in the clear", async (_name, capabilities, reply) => {
    const server = await serve([[...greeted(capabilities), { expect: "STLS", send: `${reply}\r\n` }]]);
    expect(await errorOf(openTo(server.port, required()))).toMatchObject({
      kind: "noTls",
      stage: "tls",
      verb: "STLS",
      serverText: reply.slice(5),
    });
    await server.quiet();
    expect(server.lines).toEqual(["CAPA", "STLS"]);
  });

  test("answered by a hang-up is an end as well", async () => {
    const server = await serve([[...greeted(["STLS"]), { expect: "STLS", cut: "fin" }]]);
    expect(await errorOf(openTo(server.port, required()))).toMatchObject({ kind: "closed", stage: "tls" });
    expect(server.connections).toBe(1);
  });

  test("whose handshake never comes runs into its deadline, and the socket is gone", async () => {
    const server = await serve([[...greeted(["STLS"]), { expect: "STLS", send: "+OK\r\n" }]]);
    expect(await errorOf(openTo(server.port, { ...required(), deadlines: { tlsMs: 80 } }))).toMatchObject({
      kind: "timeout",
      stage: "tls",
    });
    await server.quiet();
  });

  test("that nobody waits for any more ends in mid-handshake", async () => {
    const server = await serve([[...greeted(["STLS"]), { expect: "STLS", send: "+OK\r\n" }]]);
    const controller = new AbortController();
    const work = errorOf(openTo(server.port, { ...required(), signal: controller.signal }));
    await server.received(2);
    controller.abort();
    expect(await work).toMatchObject({ kind: "cancelled", stage: "tls" });
    await server.quiet();
  });
});
