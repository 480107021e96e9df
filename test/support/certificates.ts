import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import {
  bitString,
  boolean,
  element,
  generalizedTime,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utf8String,
} from "@popgate/server/demo/certificate/der";

const ECDSA_WITH_SHA256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));
const DAY_MS = 86_400_000;

export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
  /** What a client must trust to accept it. */
  readonly ca: string;
}

export interface CertificateOptions {
  /** The common name; default: Test server. */
  readonly subject?: string;
  /** Default: localhost and 127.0.0.1. */
  readonly names?: readonly AlternativeName[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Signed by an authority between, whose own certificate a server would have to send along. */
  readonly hasIntermediate?: boolean;
  /** Of an RSA key of the server's; default: an elliptic one in order. */
  readonly rsaBits?: number;
}

interface AlternativeName {
  readonly type: "dns" | "ip";
  readonly value: string;
}

const LOOPBACK: readonly AlternativeName[] = [
  { type: "dns", value: "localhost" },
  { type: "ip", value: "127.0.0.1" },
];

/** A server certificate signed by an authority of its own, or by one that this has signed. */
export function issueCertificate(options: CertificateOptions = {}): TestCertificate {
  const authority = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const { hasIntermediate = false, rsaBits } = options;
  const server =
    rsaBits === undefined
      ? generateKeyPairSync("ec", { namedCurve: "prime256v1" })
      : generateKeyPairSync("rsa", { modulusLength: rsaBits });
  const root = named("Test authority");
  const isAuthority = extension("2.5.29.19", sequence(boolean(true)), true);
  const ca = certificate(root, root, authority.publicKey, authority.privateKey, {}, [isAuthority]);
  const cert = certificate(
    hasIntermediate ? named("Test authority between") : root,
    named(options.subject ?? "Test server"),
    server.publicKey,
    hasIntermediate
      ? generateKeyPairSync("ec", { namedCurve: "prime256v1" }).privateKey
      : authority.privateKey,
    options,
    [alternativeNames(options)],
  );
  return { key: keyPem(server.privateKey), cert, ca };
}

/** A server certificate that nobody vouches for but itself. */
export function selfSignedCertificate(options: CertificateOptions = {}): TestCertificate {
  const keys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const subject = named(options.subject ?? "Test server");
  const cert = certificate(subject, subject, keys.publicKey, keys.privateKey, options, [
    alternativeNames(options),
  ]);
  return { key: keyPem(keys.privateKey), cert, ca: cert };
}

function certificate(
  issuer: Buffer,
  subject: Buffer,
  publicKey: KeyObject,
  issuerKey: KeyObject,
  { notBefore, notAfter }: CertificateOptions,
  extensions: readonly Buffer[],
): string {
  const serial = randomBytes(16);
  // Neither negative nor with a needless leading zero octet, which DER forbids.
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  const toSign = sequence(
    element(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ECDSA_WITH_SHA256,
    issuer,
    sequence(
      generalizedTime(notBefore?.getTime() ?? Date.now() - DAY_MS),
      generalizedTime(notAfter?.getTime() ?? Date.now() + DAY_MS),
    ),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    element(0xa3, sequence(...extensions)),
  );
  return pem(
    "CERTIFICATE",
    sequence(toSign, ECDSA_WITH_SHA256, bitString(sign("sha256", toSign, issuerKey))),
  );
}

function alternativeNames({ names = LOOPBACK }: CertificateOptions): Buffer {
  const entries = names.map(({ type, value }) =>
    type === "dns"
      ? element(0x82, Buffer.from(value, "ascii"))
      : element(0x87, Buffer.from(value.split(".").map(Number))),
  );
  return extension("2.5.29.17", sequence(...entries));
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(objectIdentifier(id), ...(isCritical ? [boolean(true)] : []), octetString(value));
}

function named(commonName: string): Buffer {
  return sequence(set(sequence(objectIdentifier("2.5.4.3"), utf8String(commonName))));
}

function keyPem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
