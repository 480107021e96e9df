/** The login data of one attempt. The password is opened for each use and kept nowhere. */
export interface Credentials {
  readonly user: string;
  readonly secret: () => string;
}

/** One run of a SASL mechanism, from the client's side. All texts are before base64 or after it. */
export interface SaslExchange {
  /** What the mechanism says first, unasked; undefined where the server begins. */
  readonly initial?: () => Buffer;
  /** A promise where keys must be derived first. @throws SaslError at once if the challenge is none of this mechanism's */
  respond(challenge: Buffer): Buffer | Promise<Buffer>;
  /** Whether its challenges are prompts for people, base64 or not. */
  readonly ignoresChallenges?: true;
  /** Whether the secret has been used: a +OK before that is a prompt by another name, not a success. */
  readonly hasAnswered: () => boolean;
  /** Whether the server proved what it had to; checked at its +OK. */
  readonly isServerProved?: () => boolean;
}

export interface SaslMechanism {
  /** As in CAPA (RFC 5034 §3). */
  readonly name: string;
  /** Whether the password crosses the wire in a form that whoever listens can use. */
  readonly isPlaintext: boolean;
  begin(credentials: Credentials): SaslExchange;
}

/** A challenge that breaks the mechanism's rules. The text never holds what was in it. */
export class SaslError extends Error {
  override readonly name: string = "SaslError";
}

/** The mechanism cannot carry this user name or password. The text never holds what was in it. */
export class UnsendableError extends SaslError {
  override readonly name = "UnsendableError";
}

/** The server does not know the password: no other mechanism may hand it over. */
export class ServerProofError extends SaslError {
  override readonly name = "ServerProofError";
}
