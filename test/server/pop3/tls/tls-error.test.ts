import { tlsError } from "@popgate/server/pop3/opening/tls-error";
import { expect, test } from "vitest";

const server = { host: "pop.example.test", port: 995, security: "tls" } as const;
const withCode = (code: string, message = "") => Object.assign(new Error(message), { code });

test.each([
  ["CERT_HAS_EXPIRED", "has expired"],
  ["CERT_NOT_YET_VALID", "is not valid yet"],
  ["HOSTNAME_MISMATCH", "another name"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "known authority"],
  ["INVALID_CA", "may not sign"],
  ["CERT_CHAIN_TOO_LONG", "too long a way"],
])("tells %s in words", (code, words) => {
  expect(tlsError(withCode(code), server)).toMatchObject({ kind: "certificate" });
  expect(tlsError(withCode(code), server).message).toContain(words);
});

test("keeps OpenSSL's own words for what Node has no code for", () => {
  const error = tlsError(withCode("UNSPECIFIED", "EE certificate key too weak"), server);
  expect(error.kind).toBe("certificate");
  expect(error.message).toBe("the certificate of pop.example.test was refused: EE certificate key too weak");
});

test.each([
  ["ERR_SSL_WRONG_VERSION_NUMBER", "noTls", "does not speak TLS"],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "tlsTooOld", "as new as 1.2"],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "clientCertificate", "another certificate of this gateway"],
  ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "clientCertificate", "another certificate of this gateway"],
  ["ECONNRESET", "closed", "hung up"],
  ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "tls", "failed"],
])("tells %s apart from a bad certificate", (code, kind, words) => {
  expect(tlsError(withCode(code), server).kind).toBe(kind);
  expect(tlsError(withCode(code), server).message).toContain(words);
});
