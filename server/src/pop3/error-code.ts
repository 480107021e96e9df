import type { ConnectionStage, ErrorCode } from "@popgate/shared/api/errors";
import type { Verb } from "@popgate/shared/pop3/commands";
import type { Pop3ErrorKind, RefusedCertificate } from "./errors.ts";

/** What each kind is called outside; where a person can do something else about it, the stage or the verb tells more. */
const CODE_OF_KIND: Readonly<Record<Pop3ErrorKind, ErrorCode>> = {
  hostNotAllowed: "host-not-allowed",
  unknownHost: "unknown-host",
  refusedPort: "refused-port",
  network: "network",
  noTls: "no-tls",
  certificate: "bad-certificate",
  clientCertificate: "client-certificate-wanted",
  tlsTooOld: "tls-too-old",
  tls: "tls",
  plaintext: "plaintext-not-allowed",
  injection: "injection",
  noMechanism: "no-mechanism",
  tokenNeeded: "token-needed",
  loginTooLong: "login-too-long",
  loginUnsendable: "login-not-sendable",
  serverUnproved: "server-unproved",
  auth: "wrong-login",
  inUse: "in-use",
  loginDelay: "login-delay",
  sysTemp: "server-temporary",
  sysPerm: "server-permanent",
  refused: "server-refused",
  protocol: "out-of-step",
  desync: "out-of-step",
  limit: "reply-too-long",
  timeout: "timeout",
  closed: "closed",
  cancelled: "cancelled",
};

const CODE_OF_CERTIFICATE: Readonly<Record<RefusedCertificate["problem"], ErrorCode>> = {
  expired: "certificate-expired",
  notYetValid: "certificate-not-yet-valid",
  otherName: "certificate-other-name",
  selfSigned: "certificate-self-signed",
  incomplete: "certificate-incomplete",
  unknownAuthority: "certificate-unknown-authority",
  weak: "certificate-weak",
  notPinned: "certificate-not-pinned",
  invalid: "bad-certificate",
};

/** What an error's code depends on. */
interface CodedFacts {
  readonly kind: Pop3ErrorKind;
  readonly stage: ConnectionStage | undefined;
  readonly verb: Verb | undefined;
  readonly isHangUp: boolean;
  readonly certificate: RefusedCertificate | undefined;
}

/** The code that the API tells an error by. */
export function codeOf({ kind, stage, verb, isHangUp, certificate }: CodedFacts): ErrorCode {
  // FIN or RST: which of them depends on whether the server had read everything.
  if (isHangUp) return codeOfHangUp(stage);
  switch (kind) {
    case "certificate":
      return CODE_OF_CERTIFICATE[certificate?.problem ?? "invalid"];
    case "refused":
      if (verb === "RETR" || verb === "TOP") return "message-refused";
      return stage === "greeting" ? "greeting-refused" : "server-refused";
    case "protocol":
      return stage === "greeting" ? "protocol" : "out-of-step";
    case "timeout":
      return stage === "greeting" ? "no-greeting" : "timeout";
    default:
      return CODE_OF_KIND[kind];
  }
}

function codeOfHangUp(stage: ConnectionStage | undefined): ErrorCode {
  switch (stage) {
    case "tls":
    case "greeting":
    case "capabilities":
      return "closed-early";
    case "login":
      return "closed-at-sign-in";
    default:
      return "closed";
  }
}
