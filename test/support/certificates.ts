import * as x509 from "@peculiar/x509";
import { webcrypto } from "node:crypto";

// The library wants a Web Crypto engine; Node's is typed apart from the browser's that it names.
x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY_MS = 86_400_000;

export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
  /** What a client must trust to accept it. */
  readonly ca: string;
}

export interface CertificateOptions {
  /** Default: localhost and 127.0.0.1. */
  readonly names?: readonly { readonly type: "dns" | "ip"; readonly value: string }[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const LOOPBACK = [
  { type: "dns", value: "localhost" },
  { type: "ip", value: "127.0.0.1" },
] as const;

/** A server certificate signed by an authority of its own. */
export async function issueCertificate(options: CertificateOptions = {}): Promise<TestCertificate> {
  const authority = await keyPair();
  const server = await keyPair();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Test authority",
    keys: authority,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(Date.now() - 800 * DAY_MS),
    notAfter: new Date(Date.now() + DAY_MS),
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    subject: "CN=Test server",
    issuer: ca.subject,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: ALGORITHM,
    ...validity(options),
    extensions: [new x509.SubjectAlternativeNameExtension([...(options.names ?? LOOPBACK)])],
  });
  return { key: await pem(server.privateKey), cert: certificate.toString("pem"), ca: ca.toString("pem") };
}

/** A server certificate that nobody vouches for but itself. */
export async function selfSignedCertificate(options: CertificateOptions = {}): Promise<TestCertificate> {
  const keys = await keyPair();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Test server",
    keys,
    signingAlgorithm: ALGORITHM,
    ...validity(options),
    extensions: [new x509.SubjectAlternativeNameExtension([...(options.names ?? LOOPBACK)])],
  });
  const cert = certificate.toString("pem");
  return { key: await pem(keys.privateKey), cert, ca: cert };
}

function validity(options: CertificateOptions): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: options.notBefore ?? new Date(Date.now() - DAY_MS),
    notAfter: options.notAfter ?? new Date(Date.now() + DAY_MS),
  };
}

function keyPair(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
}

async function pem(key: CryptoKey): Promise<string> {
  // The same key under Node's name and the browser's name for its type.
  const der = await webcrypto.subtle.exportKey("pkcs8", key as webcrypto.CryptoKey);
  const body = Buffer.from(der)
    .toString("base64")
    .replaceAll(/(.{64})(?=.)/g, "$1\n");
  return `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
}
