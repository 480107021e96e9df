import type { ServerAddress } from "@popgate/shared/api/mailbox";
import { Pop3Error } from "../errors.ts";

/** By OpenSSL's and Node's codes. */
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
  CA_MD_TOO_WEAK: "is signed with a broken algorithm",
};

/** Node's one code for all of OpenSSL's newer findings: a key too short, a broken algorithm. */
const UNSPECIFIED = "UNSPECIFIED";

/** What is wrong with a certificate, to be read behind "the certificate"; undefined if it is not that. */
export function certificateProblem(code: string, message: string): string | undefined {
  return CERTIFICATE_PROBLEMS[code] ?? (code === UNSPECIFIED ? `was refused: ${message}` : undefined);
}

/** Gives a failed handshake its kind: a bad certificate, no TLS at all, or another fault of TLS. */
export function tlsError(cause: Error, server: ServerAddress): Pop3Error {
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  const problem = certificateProblem(code, cause.message);
  if (problem !== undefined) {
    return new Pop3Error("certificate", `the certificate of ${server.host} ${problem}`, { cause });
  }
  // The server answered the handshake with plain text: this port does not begin with TLS.
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL|HTTP_REQUEST/.test(code)) {
    return new Pop3Error("noTls", `${server.host}:${server.port} does not speak TLS`, { cause });
  }
  if (/UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION/.test(code)) {
    return new Pop3Error("tls", `${server.host} speaks no TLS as new as 1.2`, { cause });
  }
  if (/ALERT_(?:NO_|BAD_|UNSUPPORTED_)?CERTIFICATE|ALERT_UNKNOWN_CA/.test(code)) {
    const message = `${server.host} wants another certificate of this gateway than it shows`;
    return new Pop3Error("tls", message, { cause });
  }
  return new Pop3Error("tls", `TLS with ${server.host} failed`, { cause });
}
