import { describe, expect, test } from "vitest";
import {
  issueCertificate,
  selfSignedCertificate,
  type TestCertificate,
} from "../../../support/certificates.ts";
import { errorOf } from "../connected-engine.ts";
import { greeted, openTo, serve, USER_PASS } from "../opened-client.ts";

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

const good = issueCertificate();

async function refusalOf(
  certificate: TestCertificate,
  trusted: string | undefined,
  security: "tls" | "starttls" = "tls",
) {
  const server = await serve(
    [
      security === "tls"
        ? [{ send: "+OK\r\n" }]
        : [...greeted(["STLS"]), { expect: "STLS", send: "+OK\r\n", startTls: true }],
    ],
    { tls: { ...certificate, implicit: security === "tls" } },
  );
  const error = await errorOf(
    openTo(server.port, { security, ...(trusted === undefined ? {} : { tls: { ca: trusted } }) }),
  );
  await server.quiet();
  expect(server.lines.filter((line) => line !== "CAPA" && line !== "STLS")).toEqual([]);
  return error;
}

describe.each(["tls", "starttls"] as const)("a certificate over %s", (security) => {
  test("that has expired is refused", async () => {
    const expired = issueCertificate({ notBefore: daysAgo(10), notAfter: daysAgo(1) });
    const error = await refusalOf(expired, expired.ca, security);
    expect(error).toMatchObject({ kind: "certificate", stage: "tls", cause: { code: "CERT_HAS_EXPIRED" } });
    expect(error.message).toContain("has expired");
  });

  test("that is not valid yet is refused", async () => {
    const early = issueCertificate({ notBefore: daysAgo(-1), notAfter: daysAgo(-10) });
    expect(await refusalOf(early, early.ca, security)).toMatchObject({
      kind: "certificate",
      cause: { code: "CERT_NOT_YET_VALID" },
    });
  });

  test("for another name is refused", async () => {
    const other = issueCertificate({ names: [{ type: "dns", value: "pop.example.test" }] });
    const error = await refusalOf(other, other.ca, security);
    expect(error.kind).toBe("certificate");
    expect(error.message).toContain("another name");
  });

  test("of an authority that is not trusted is refused", async () => {
    expect((await refusalOf(good, undefined, security)).kind).toBe("certificate");
  });

  test("signed by another authority of the same name is refused", async () => {
    const impostor = issueCertificate();
    expect((await refusalOf(impostor, good.ca, security)).kind).toMatch(/^(certificate|tls)$/);
  });

  test("signed by nobody but itself is refused", async () => {
    const own = selfSignedCertificate();
    const error = await refusalOf(own, undefined, security);
    expect(error).toMatchObject({ kind: "certificate", cause: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" } });
    expect(error.message).toContain("nobody but itself");
  });
});

describe("a certificate in order", () => {
  const signIn = [
    ...greeted(["USER"]),
    ...USER_PASS,
    { expect: "CAPA", send: "-ERR\r\n" },
    { expect: "NOOP", send: "+OK\r\n" },
  ];

  test("for an address is taken", async () => {
    const server = await serve([signIn], { tls: { ...good, implicit: true } });
    const client = await openTo(server.port, { security: "tls", tls: { ca: good.ca } });
    expect(client.session.isSecure).toBe(true);
    await client.noop();
  });

  test("for a name is taken, whatever address the name has", async () => {
    const named = issueCertificate({ names: [{ type: "dns", value: "pop.example.test" }] });
    const server = await serve([signIn], { tls: { ...named, implicit: true } });
    const client = await openTo(server.port, {
      host: "pop.example.test",
      security: "tls",
      tls: { ca: named.ca },
      lookup: (_host, _options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
    });
    expect(client.session.isSecure).toBe(true);
    await client.noop();
  });
});
