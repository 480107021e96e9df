import type { ServerAddress } from "@popgate/shared/api/mailbox";
import { Pop3Error, type RefusedCertificate } from "../errors.ts";

/** By OpenSSL's and Node's codes; those that are not here have no words of their own outside. */
const PROBLEM_OF_CODE: Readonly<Record<string, RefusedCertificate["problem"]>> = {
  CERT_HAS_EXPIRED: "expired",
  CERT_NOT_YET_VALID: "notYetValid",
  DEPTH_ZERO_SELF_SIGNED_CERT: "selfSigned",
  SELF_SIGNED_CERT_IN_CHAIN: "unknownAuthority",
  UNABLE_TO_GET_ISSUER_CERT: "unknownAuthority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unknownAuthority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "incomplete",
  HOSTNAME_MISMATCH: "otherName",
  ERR_TLS_CERT_ALTNAME_INVALID: "otherName",
  EE_KEY_TOO_SMALL: "weak",
  CA_KEY_TOO_SMALL: "weak",
  CA_MD_TOO_WEAK: "weak",
};

/** In words, by the same codes. */
const CERTIFICATE_PROBLEMS: Record<string, string> = {
  CERT_HAS_EXPIRED: "has expired",
  CERT_NOT_YET_VALID: "is not valid yet",
  CERT_REVOKED: "has been revoked",
  DEPTH_ZERO_SELF_SIGNED_CERT: "is signed by nobody but itself",
  SELF_SIGNED_CERT_IN_CHAIN: "comes from an authority that is not trusted here",
  UNABLE_TO_GET_ISSUER_CERT: "comes from an authority that is not known here",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "comes from an authority that is not known here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "comes without the certificates that lead to a known authority",
  CERT_SIGNATURE_FAILURE: "has a false signature",
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: "has a signature that cannot be read",
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: "comes from an authority whose key cannot be read",
  ERROR_IN_CERT_NOT_BEFORE_FIELD: "has a date that cannot be read",
  ERROR_IN_CERT_NOT_AFTER_FIELD: "has a date that cannot be read",
  CERT_CHAIN_TOO_LONG: "has too long a way to a known authority",
  PATH_LENGTH_EXCEEDED: "has a longer way to its authority than that one allows",
  INVALID_CA: "is signed by one that may not sign",
  CERT_UNTRUSTED: "is not trusted",
  CERT_REJECTED: "was rejected",
  INVALID_PURPOSE: "is not meant for servers",
  HOSTNAME_MISMATCH: "is for another name",
  ERR_TLS_CERT_ALTNAME_INVALID: "is for another name",
  EE_KEY_TOO_SMALL: "has a key that is too short",
  CA_KEY_TOO_SMALL: "comes from an authority whose key is too short",
  CA_MD_TOO_WEAK: "is signed with a broken algorithm",
};

/** Node's one code for all of OpenSSL's newer findings: a key too short, a broken algorithm. */
const UNSPECIFIED = "UNSPECIFIED";

/** What is wrong with a certificate, to be read behind "the certificate"; undefined if it is not that. */
export function certificateProblem(code: string, message: string): string | undefined {
  return CERTIFICATE_PROBLEMS[code] ?? (code === UNSPECIFIED ? `was refused: ${message}` : undefined);
}

/**
 * Gives a failed handshake its kind: a bad certificate, no TLS at all, or another fault of TLS.
 *
 * @param receivedOctets of the handshake
 */
export function tlsError(cause: Error, server: ServerAddress, receivedOctets = 0): Pop3Error {
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  const problem = certificateProblem(code, cause.message);
  if (problem !== undefined) {
    return new Pop3Error("certificate", `the certificate of ${server.host} ${problem}`, {
      cause,
      certificate: refusedCertificate(code, cause),
    });
  }
  // The server answered the handshake with plain text: this port does not begin with TLS.
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL|HTTP_REQUEST/.test(code)) {
    return new Pop3Error("noTls", `${server.host}:${server.port} does not speak TLS`, { cause });
  }
  if (/UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|VERSION_TOO_LOW/.test(code)) {
    return new Pop3Error("tlsTooOld", `${server.host} speaks no TLS as new as 1.2`, { cause });
  }
  if (/KEY_TOO_SMALL|MD_TOO_WEAK/.test(code)) {
    const message = `the certificate of ${server.host} is too weak`;
    return new Pop3Error("certificate", message, { cause, certificate: { problem: "weak" } });
  }
  // Alert 40 stands for much; behind the server's own certificate it is about ours (TLS 1.2, RFC 5246 §7.4.6).
  const isAboutOurs = /ALERT_HANDSHAKE_FAILURE/.test(code) && receivedOctets > ALERT_OCTETS;
  if (isAboutOurs || wantsClientCertificate(code)) {
    const message = `${server.host} wants another certificate of this gateway than it shows`;
    return new Pop3Error("clientCertificate", message, { cause });
  }
  if (code === "" || code === "ECONNRESET" || code === "EPIPE") {
    return new Pop3Error("closed", `${server.host} hung up in the TLS handshake`, { cause, isHangUp: true });
  }
  return new Pop3Error("tls", `TLS with ${server.host} failed`, { cause });
}

/** A TLS record that holds an alert and nothing else (RFC 5246 §6.2.1, §7.2). */
const ALERT_OCTETS = 7;

/** With TLS 1.3 the handshake is over for us by the time that a server asks for a certificate in vain. */
export function wantsClientCertificate(code: string): boolean {
  return /ALERT_(?:NO_|BAD_|UNSUPPORTED_)?CERTIFICATE|ALERT_UNKNOWN_CA/.test(code);
}

/** More than a person reads; some certificates of hosting companies have hundreds. */
const MAX_NAMES = 10;
const MAX_NAME_CHARACTERS = 255;

function refusedCertificate(code: string, cause: Error): RefusedCertificate {
  const problem = PROBLEM_OF_CODE[code] ?? (/too weak|too small/i.test(cause.message) ? "weak" : "invalid");
  return problem === "otherName" ? { problem, names: namesOf(cause) } : { problem };
}

/** Of Node's ERR_TLS_CERT_ALTNAME_INVALID, which shows the certificate. */
function namesOf(cause: Error): string[] {
  const certificate: unknown = "cert" in cause ? cause.cert : undefined;
  if (!isObject(certificate)) return [];
  const { subjectaltname, subject } = certificate;
  const alternatives = typeof subjectaltname === "string" ? subjectaltname.split(", ") : [];
  const names = alternatives.flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? []);
  // Without alternatives the common name is what the certificate is for.
  const commonName = isObject(subject) && typeof subject["CN"] === "string" ? [subject["CN"]] : [];
  return (names.length > 0 ? names : commonName)
    .slice(0, MAX_NAMES)
    .map((name) => name.slice(0, MAX_NAME_CHARACTERS));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
