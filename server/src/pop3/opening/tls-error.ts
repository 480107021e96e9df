import type { ServerAddress } from "@popgate/shared/api/mailbox";
import { Pop3Error } from "../errors.ts";

/** What is wrong with a certificate, by OpenSSL's and Node's codes, in words for a person. */
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
  CERT_UNTRUSTED: "is not trusted",
  CERT_REJECTED: "was rejected",
  INVALID_PURPOSE: "is not meant for servers",
  ERR_TLS_CERT_ALTNAME_INVALID: "is for another name",
  EE_KEY_TOO_SMALL: "has a key that is too short",
  CA_MD_TOO_WEAK: "is signed with a broken algorithm",
};

/** Gives a failed handshake its kind: a bad certificate, no TLS at all, or another fault of TLS. */
export function tlsError(cause: Error, server: ServerAddress): Pop3Error {
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
  const problem = CERTIFICATE_PROBLEMS[code];
  if (problem !== undefined) {
    return new Pop3Error("certificate", `the certificate of ${server.host} ${problem}`, { cause });
  }
  // The server answered the handshake with plain text: this port does not begin with TLS.
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL|HTTP_REQUEST/.test(code)) {
    return new Pop3Error("noTls", `${server.host}:${server.port} does not speak TLS`, { cause });
  }
  return new Pop3Error("tls", `TLS with ${server.host} failed`, { cause });
}
