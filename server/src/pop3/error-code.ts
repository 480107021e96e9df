import type { ConnectionStage, ErrorCode } from "@popgate/shared/api/errors";
import type { Verb } from "@popgate/shared/pop3/commands";
import type { Pop3ErrorKind } from "./errors.ts";

/** What each kind is called outside: a person need not know how a session went out of step. */
const CODE_OF_KIND: Readonly<Record<Pop3ErrorKind, ErrorCode>> = {
  hostNotAllowed: "host-not-allowed",
  unknownHost: "unknown-host",
  refusedPort: "refused-port",
  network: "network",
  noTls: "no-tls",
  certificate: "bad-certificate",
  tls: "tls",
  plaintext: "plaintext-not-allowed",
  injection: "injection",
  auth: "wrong-login",
  inUse: "in-use",
  loginDelay: "login-delay",
  sysTemp: "server-temporary",
  sysPerm: "server-permanent",
  refused: "server-refused",
  protocol: "protocol",
  desync: "protocol",
  limit: "protocol",
  timeout: "timeout",
  closed: "closed",
  cancelled: "cancelled",
};

const READING_VERBS: ReadonlySet<Verb> = new Set<Verb>(["RETR", "TOP"]);

/** The code that the API tells an error by: what happened says it, and where it happened. */
export function codeOf(
  kind: Pop3ErrorKind,
  { verb }: { readonly stage?: ConnectionStage | undefined; readonly verb?: Verb | undefined },
): ErrorCode {
  if (kind === "refused" && verb !== undefined && READING_VERBS.has(verb)) return "message-refused";
  return CODE_OF_KIND[kind];
}
