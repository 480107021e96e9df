import { X509Certificate } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import {
  issueCertificate,
  selfSignedCertificate,
  type TestCertificate,
} from "../../../support/certificates.ts";
import { startScriptedServer, type ScriptedServer } from "../../../support/line/scripted-server.ts";
import { checkUp, finding } from "./check-up-of.ts";

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const fingerprintOf = ({ cert }: TestCertificate) => new X509Certificate(cert).fingerprint256;
const pinOf = (certificate: TestCertificate) =>
  Buffer.from(fingerprintOf(certificate).replaceAll(":", ""), "hex");

let server: ScriptedServer;
afterEach(() => server.close());

/** The server says nothing that matters: the certificate is all there is to see. */
async function certificateOf(certificate: TestCertificate, trust: { ca?: string; fingerprints?: Buffer[] }) {
  server = await startScriptedServer([[{ send: "-ERR closed\r\n", cut: "fin" }]], {
    tls: { ...certificate, implicit: true },
  });
  return finding(await checkUp({ port: server.port, security: "tls", trust }), "certificate");
}

describe("a certificate in a check-up", () => {
  test.each<[string, TestCertificate, string]>([
    ["expired", issueCertificate({ notBefore: inDays(-9), notAfter: inDays(-1) }), "has expired"],
    ["not yet valid", issueCertificate({ notBefore: inDays(1), notAfter: inDays(9) }), "is not valid yet"],
    ["for another name", issueCertificate({ names: [{ type: "dns", value: "x.test" }] }), "another name"],
  ])("that is %s is described in words", async (_, certificate, words) => {
    const { verdict, facts } = await certificateOf(certificate, { ca: certificate.ca });
    expect({ verdict, verified: facts["verified"] }).toEqual({ verdict: "bad", verified: false });
    expect(facts["problem"]).toContain(words);
    expect(facts["fingerprint256"]).toBe(fingerprintOf(certificate));
  });

  test("that is signed by nobody but itself, or by somebody unknown, is told apart", async () => {
    const own = await certificateOf(selfSignedCertificate(), {});
    expect(own.facts["problem"]).toContain("nobody but itself");
    await server.close();
    const unknown = await certificateOf(issueCertificate(), {});
    expect(unknown.facts["problem"]).toContain("authority that is not");
  });

  test("that ends within two weeks is a warning, with the days left", async () => {
    const soon = issueCertificate({ notAfter: inDays(3.5) });
    const { verdict, facts } = await certificateOf(soon, { ca: soon.ca });
    expect({ verdict, daysLeft: facts["daysLeft"] }).toEqual({ verdict: "warning", daysLeft: 3 });
  });

  test("that is pinned is believed, its problem told all the same", async () => {
    const own = selfSignedCertificate({ notAfter: inDays(100) });
    expect(await certificateOf(own, { fingerprints: [pinOf(own)] })).toMatchObject({
      verdict: "note",
      facts: { pinned: true },
    });
  });

  test("that is not the pinned one is bad, whoever signed it", async () => {
    const good = issueCertificate({ notAfter: inDays(100) });
    const { verdict, facts } = await certificateOf(good, {
      ca: good.ca,
      fingerprints: [pinOf(selfSignedCertificate())],
    });
    expect(verdict).toBe("bad");
    expect(facts["problem"]).toContain("not the pinned one");
  });
});
