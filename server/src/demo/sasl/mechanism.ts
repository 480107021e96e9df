/** What a mechanism may ask the server. */
export interface SaslAccounts {
  /** The password of a mailbox; undefined if there is none of that name. */
  passwordOf(user: string): string | undefined;
  /** For challenges: a text that was never given before. */
  newId(): string;
  clock(): number;
  readonly hostName: string;
  /** What ties a proof to this connection (RFC 9266); undefined where it has none, and none is offered. */
  readonly channelBinding: Buffer | undefined;
}

/** What the server does after a client's response (RFC 4422 §3). */
export type SaslStep =
  | { readonly kind: "challenge"; readonly octets: Buffer }
  | { readonly kind: "authenticated"; readonly user: string }
  /** The credential is wrong. */
  | { readonly kind: "refused" }
  /** The response is not what the mechanism's grammar allows. */
  | { readonly kind: "malformed" };

/** One login in progress: give it each decoded response of the client. */
export interface SaslExchange {
  respond(response: Buffer): SaslStep;
}

export interface SaslMechanism {
  readonly name: string;
  /** Whether the password crosses the wire as it is. */
  readonly isPlaintext: boolean;
  /** Only on a connection that has something to bind to. */
  readonly isBound?: true;
  /** Whether the client speaks first: only then may AUTH carry an initial response (RFC 5034 §4). */
  readonly isClientFirst: boolean;
  /** `challenge` is what stands in the first `+ `; empty where the client begins. */
  begin(accounts: SaslAccounts): { readonly challenge: Buffer; readonly exchange: SaslExchange };
}
