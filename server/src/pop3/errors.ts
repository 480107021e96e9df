import type { ConnectionStage, ErrorCode } from "@popgate/shared/api/errors";
import type { Verb } from "@popgate/shared/pop3/commands";
import { codeOf } from "./error-code.ts";
import type { StatusLine } from "./wire/status-line.ts";

/** What went wrong, in the order in which a session can meet it. */
export type Pop3ErrorKind =
  | "hostNotAllowed"
  | "unknownHost"
  | "refusedPort"
  | "network"
  | "noTls"
  | "certificate"
  | "clientCertificate"
  | "tlsTooOld"
  | "tls"
  | "plaintext"
  | "injection"
  | "noMechanism"
  | "tokenNeeded"
  | "loginTooLong"
  | "loginUnsendable"
  | "serverUnproved"
  | "auth"
  | "inUse"
  | "loginDelay"
  | "sysTemp"
  | "sysPerm"
  | "refused"
  | "protocol"
  | "desync"
  | "limit"
  | "timeout"
  | "closed"
  | "cancelled";

/** What is wrong with a server's certificate. */
export interface RefusedCertificate {
  readonly problem:
    | "expired"
    | "notYetValid"
    | "otherName"
    | "selfSigned"
    | "incomplete"
    | "unknownAuthority"
    | "weak"
    | "notPinned"
    | "invalid";
  /** The names that it is for, where that is what is wrong. */
  readonly names?: readonly string[];
}

export interface Pop3ErrorFacts {
  readonly stage?: ConnectionStage;
  readonly verb?: Verb;
  /** RFC 2449 §8, without brackets. */
  readonly responseCode?: string;
  /** The server's words, unescaped: to be shown through an escape, never matched. */
  readonly serverText?: string;
  readonly retryAfterMs?: number;
  /** The server had the whole proof of a password before it refused: its reason tells something of that. */
  readonly answersPassword?: boolean;
  /** The other end, or the way there, ended the connection; `verb` is then the command that it ended at. */
  readonly isHangUp?: boolean;
  readonly certificate?: RefusedCertificate;
  readonly cause?: unknown;
}

/**
 * The one error of the POP3 rooms. Two families: a plain -ERR leaves the connection good, everything
 * else means that it is gone.
 */
export class Pop3Error extends Error {
  override readonly name = "Pop3Error";
  readonly kind: Pop3ErrorKind;
  readonly connectionUsable: boolean;
  readonly stage: ConnectionStage | undefined;
  readonly verb: Verb | undefined;
  readonly responseCode: string | undefined;
  readonly serverText: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly answersPassword: boolean;
  readonly isHangUp: boolean;
  readonly certificate: RefusedCertificate | undefined;

  constructor(kind: Pop3ErrorKind, message: string, facts: Pop3ErrorFacts = {}, connectionUsable = false) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.kind = kind;
    this.connectionUsable = connectionUsable;
    this.stage = facts.stage;
    this.verb = facts.verb;
    this.responseCode = facts.responseCode;
    this.serverText = facts.serverText;
    this.retryAfterMs = facts.retryAfterMs;
    this.answersPassword = facts.answersPassword === true;
    this.isHangUp = facts.isHangUp === true;
    this.certificate = facts.certificate;
  }

  get code(): ErrorCode {
    return codeOf(this);
  }

  /** The same error, told where in a session's life it happened. */
  at(stage: ConnectionStage): Pop3Error {
    if (this.stage !== undefined) return this;
    return new Pop3Error(this.kind, this.message, { ...this.#facts(), stage }, this.connectionUsable);
  }

  #facts(): Pop3ErrorFacts {
    const facts: { -readonly [Key in keyof Pop3ErrorFacts]: Pop3ErrorFacts[Key] } = {
      cause: this.cause,
      answersPassword: this.answersPassword,
      isHangUp: this.isHangUp,
    };
    if (this.certificate !== undefined) facts.certificate = this.certificate;
    if (this.verb !== undefined) facts.verb = this.verb;
    if (this.responseCode !== undefined) facts.responseCode = this.responseCode;
    if (this.serverText !== undefined) facts.serverText = this.serverText;
    if (this.retryAfterMs !== undefined) facts.retryAfterMs = this.retryAfterMs;
    return facts;
  }
}

const LOGIN_VERBS: ReadonlySet<Verb> = new Set<Verb>(["USER", "PASS", "APOP", "AUTH"]);

/** What a session knows that gives an -ERR its meaning. */
export interface RefusalContext {
  /** AUTH-RESP-CODE (RFC 3206 §6): without `[AUTH]` a refused login is not blamed on the password. */
  readonly tellsAuthFailures: boolean;
  /** LOGIN-DELAY of the capabilities, if announced. */
  readonly loginDelayMs?: number;
}

/** Commands that carry the whole proof; AUTH does not: what does is said behind it. */
const PROOF_VERBS: ReadonlySet<Verb> = new Set<Verb>(["PASS", "APOP"]);

/**
 * Turns an -ERR into its error; the connection stays usable.
 *
 * @param answersPassword whether the whole proof of a password was sent before
 */
export function refusal(
  verb: Verb,
  reply: StatusLine,
  context: RefusalContext,
  answersPassword = PROOF_VERBS.has(verb),
): Pop3Error {
  const facts = {
    verb,
    serverText: reply.text,
    answersPassword,
    ...(reply.code === undefined ? {} : { responseCode: reply.code }),
  };
  const make = (kind: Pop3ErrorKind, more: Pop3ErrorFacts = {}) =>
    new Pop3Error(kind, `${verb} was answered with -ERR`, { ...facts, ...more }, true);
  const kind = kindOfResponseCode(reply.code);
  if (kind === "loginDelay" && context.loginDelayMs !== undefined) {
    return make(kind, { retryAfterMs: context.loginDelayMs });
  }
  return make(kind ?? (LOGIN_VERBS.has(verb) && !context.tellsAuthFailures ? "auth" : "refused"));
}

/** What an extended response code says by itself; undefined for none and for unknown ones. */
export function kindOfResponseCode(code: string | undefined): Pop3ErrorKind | undefined {
  switch (code) {
    case "IN-USE":
      return "inUse";
    case "LOGIN-DELAY":
      return "loginDelay";
    case "SYS/TEMP":
      return "sysTemp";
    case "SYS/PERM":
      return "sysPerm";
    case "AUTH":
      return "auth";
    default:
      return undefined;
  }
}
