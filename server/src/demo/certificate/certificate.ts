import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
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
} from "./der.ts";

/** What a TLS server needs, and the authority that a client must trust to accept it. */
export interface ServerIdentity {
  readonly keyPem: string;
  readonly certificatePem: string;
  readonly caPem: string;
}

const ECDSA_WITH_SHA256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));
const COMMON_NAME = objectIdentifier("2.5.4.3");
const DAY_MS = 86_400_000;
/** Long enough for a term of lessons; the keys are gone when the process ends. */
const LIFETIME_DAYS = 365;

/**
 * Makes an authority and a certificate that it signs, for localhost, 127.0.0.1 and ::1 (ECDSA P-256,
 * RFC 5280). The authority's key is dropped at once: nobody can sign a second certificate with it.
 */
export function makeIdentity(nowMs: number): ServerIdentity {
  const ca = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const server = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const issuer = distinguishedName("Popgate demo authority");
  const caPem = certificate({
    nowMs,
    issuer,
    subject: issuer,
    publicKey: ca.publicKey,
    issuerKey: ca.privateKey,
    extensions: [
      extension("2.5.29.19", sequence(boolean(true)), true),
      // keyCertSign, cRLSign.
      extension("2.5.29.15", bitString(Buffer.from([0x06]), 1), true),
      extension("2.5.29.14", octetString(keyIdentifier(ca.publicKey))),
    ],
  });
  const certificatePem = certificate({
    nowMs,
    issuer,
    subject: distinguishedName("localhost"),
    publicKey: server.publicKey,
    issuerKey: ca.privateKey,
    extensions: [
      extension("2.5.29.19", sequence(), true),
      // digitalSignature.
      extension("2.5.29.15", bitString(Buffer.from([0x80]), 7), true),
      // serverAuth.
      extension("2.5.29.37", sequence(objectIdentifier("1.3.6.1.5.5.7.3.1"))),
      extension("2.5.29.17", LOCAL_NAMES),
      extension("2.5.29.35", sequence(element(0x80, keyIdentifier(ca.publicKey)))),
    ],
  });
  const keyPem = server.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { keyPem, certificatePem, caPem };
}

const LOCAL_NAMES = sequence(
  element(0x82, Buffer.from("localhost", "ascii")),
  element(0x87, Buffer.from([127, 0, 0, 1])),
  element(0x87, Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
);

interface CertificateFacts {
  readonly nowMs: number;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly issuerKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

function certificate(facts: CertificateFacts): string {
  const version3 = element(0xa0, integer(Buffer.from([2])));
  const serial = randomBytes(16);
  // Neither zero nor with a needless leading zero octet, which DER forbids.
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  const toSign = sequence(
    version3,
    integer(serial),
    ECDSA_WITH_SHA256,
    facts.issuer,
    sequence(generalizedTime(facts.nowMs - DAY_MS), generalizedTime(facts.nowMs + LIFETIME_DAYS * DAY_MS)),
    facts.subject,
    facts.publicKey.export({ type: "spki", format: "der" }),
    element(0xa3, sequence(...facts.extensions)),
  );
  const signature = sign("sha256", toSign, facts.issuerKey);
  return pem(sequence(toSign, ECDSA_WITH_SHA256, bitString(signature)));
}

function distinguishedName(commonName: string): Buffer {
  return sequence(set(sequence(COMMON_NAME, utf8String(commonName))));
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  const critical = isCritical ? [boolean(true)] : [];
  return sequence(objectIdentifier(id), ...critical, octetString(value));
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash("sha1")
    .update(key.export({ type: "spki", format: "der" }))
    .digest();
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
