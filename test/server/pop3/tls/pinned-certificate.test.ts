import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  issueCertificate,
  selfSignedCertificate,
  type TestCertificate,
} from "../../../support/certificates.ts";
import { errorOf } from "../connected-engine.ts";
import { greeted, openTo, serve, USER_PASS } from "../opened-client.ts";

const fingerprintOf = ({ cert }: TestCertificate) => new X509Certificate(cert).fingerprint256;
const octetsOf = (fingerprint: string) => Buffer.from(fingerprint.replaceAll(":", ""), "hex");
const pinOf = (certificate: TestCertificate) => octetsOf(fingerprintOf(certificate));

const own = selfSignedCertificate({ names: [{ type: "dns", value: "old-name.example.test" }] });
const other = selfSignedCertificate();

const signIn = [...greeted(["USER"]), ...USER_PASS, { expect: "CAPA", send: "-ERR\r\n" }];
const serveWith = (certificate: TestCertificate) =>
  serve([signIn], { tls: { ...certificate, implicit: true } });

describe("a pinned certificate", () => {
  test("is believed though it is self-signed and has another name", async () => {
    const server = await serveWith(own);
    const client = await openTo(server.port, { security: "tls", tls: { fingerprints: [pinOf(own)] } });
    expect(client.session.isSecure).toBe(true);
  });

  test("is believed beside the one that it replaces", async () => {
    const server = await serveWith(own);
    await openTo(server.port, { security: "tls", tls: { fingerprints: [pinOf(other), pinOf(own)] } });
    expect(server.complaints).toEqual([]);
  });

  test.each([
    ["another one's", pinOf(other)],
    ["the same but for one bit", flipped(pinOf(own))],
    ["the same cut short", pinOf(own).subarray(0, 31)],
  ])("is refused where the pin is %s, and the one shown is named", async (_, pin) => {
    const server = await serveWith(own);
    const error = await errorOf(openTo(server.port, { security: "tls", tls: { fingerprints: [pin] } }));
    expect(error).toMatchObject({ kind: "certificate", code: "certificate-not-pinned", stage: "tls" });
    expect(error.message).toContain(fingerprintOf(own));
    await server.quiet();
    expect(server.lines).toEqual([]);
  });

  test("is refused after STLS before anything is said through it", async () => {
    const server = await serve(
      [[...greeted(["STLS"]), { expect: "STLS", send: "+OK\r\n", startTls: true }]],
      { tls: own },
    );
    const tls = { fingerprints: [pinOf(other)] };
    const error = await errorOf(openTo(server.port, { security: "starttls", tls }));
    expect(error.kind).toBe("certificate");
    await server.quiet();
    expect(server.lines).toEqual(["CAPA", "STLS"]);
  });

  test("must come from its authority too where one is given", async () => {
    const issued = issueCertificate({ names: [{ type: "dns", value: "old-name.example.test" }] });
    const taken = { ca: issued.ca, fingerprints: [pinOf(issued)] };
    await openTo((await serveWith(issued)).port, { security: "tls", tls: taken });
    const refused = { ca: issueCertificate().ca, fingerprints: [pinOf(issued)] };
    const error = await errorOf(openTo((await serveWith(issued)).port, { security: "tls", tls: refused }));
    expect(error.kind).toMatch(/^(?:certificate|tls)$/);
  });

  test("that is the authority's, not the server's, is no match", async () => {
    const issued = issueCertificate();
    const server = await serveWith(issued);
    const authority = octetsOf(new X509Certificate(issued.ca).fingerprint256);
    const error = await errorOf(openTo(server.port, { security: "tls", tls: { fingerprints: [authority] } }));
    expect(error.kind).toBe("certificate");
  });
});

function flipped(octets: Buffer): Buffer {
  const copy = Buffer.from(octets);
  copy[31] = (copy[31] ?? 0) ^ 1;
  return copy;
}
