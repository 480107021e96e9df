import { selfSignedCertificate, type TestCertificate } from "../../certificates.ts";
import type { ServerRoot } from "./server-root.ts";

/** Gives the server a certificate for localhost: key and certificate apart, and both in one file. */
export function certify(root: ServerRoot, owner?: number): TestCertificate {
  const certificate = selfSignedCertificate();
  const access = { mode: 0o600, ...(owner === undefined ? {} : { owner }) };
  root.write("/etc/tls/key.pem", certificate.key, access);
  root.write("/etc/tls/certificate.pem", certificate.cert);
  root.write("/etc/tls/both.pem", certificate.key + certificate.cert, access);
  return certificate;
}
