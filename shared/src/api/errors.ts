import * as z from "zod/mini";

/**
 * Every error that the API can answer with. The status that goes with each is the server's business
 * (`http/`), the sentence that tells a person what to do next the page's.
 */
export const ErrorCode = z.enum([
  // The request.
  "invalid",
  "no-session",
  /** A sign-in has replaced this browser's cookie while the request was on its way: to be repeated with the new one. */
  "session-renewed",
  "wrong-origin",
  "not-found",
  "marks-differ",
  /** The server did not show that QUIT would remove the committed messages and no others, so it was not sent. */
  "commit-unproven",
  /** What was pointed at is gone, or another message by now: the page is older than the last reading. */
  "list-changed",
  "too-many-requests",
  /** The gateway is full. */
  "too-many-sessions",
  /** This browser has as many as it may. */
  "too-many-mailboxes",
  /** All browsers behind the client's address have as many as they may. */
  "too-many-from-address",
  "too-large",
  /** The octets that a Range asks for are not there (RFC 9110 §15.5.17). */
  "range-not-satisfiable",
  // Where we may connect.
  "host-not-allowed",
  "plaintext-not-allowed",
  // The way to the server.
  "unknown-host",
  "refused-port",
  "network",
  "no-tls",
  "certificate-expired",
  "certificate-not-yet-valid",
  "certificate-other-name",
  "certificate-self-signed",
  /** It comes without what leads to an authority that is known here. */
  "certificate-incomplete",
  "certificate-unknown-authority",
  /** A key too short, or a signature by a broken algorithm. */
  "certificate-weak",
  "certificate-not-pinned",
  "bad-certificate",
  /** The server wants a certificate of the gateway, or another one than it shows. */
  "client-certificate-wanted",
  "tls-too-old",
  "tls",
  "timeout",
  /** It took the connection, and then said nothing. */
  "no-greeting",
  /** It hung up before the sign-in began. */
  "closed-early",
  "closed-at-sign-in",
  "closed",
  // What the server said, or failed to say.
  "wrong-login",
  /** No command can carry it: RFC 2449 §4 allows 255 octets. */
  "login-too-long",
  "login-not-sendable",
  /** There is no way to sign in that the gateway knows, or may use. */
  "no-mechanism",
  /** It takes access tokens alone (XOAUTH2, OAUTHBEARER). */
  "token-needed",
  /** SCRAM: it does not know the password that it pretends to check. */
  "server-unproved",
  /** -ERR in place of a greeting. */
  "greeting-refused",
  "in-use",
  /** Another browser session of this gateway has it; the same person may take it over. */
  "in-use-here",
  "login-delay",
  "server-temporary",
  "server-permanent",
  "server-refused",
  /** What answers speaks no POP3. */
  "protocol",
  /** It did, and then something that answers no question. */
  "out-of-step",
  "reply-too-long",
  "injection",
  // The mailbox.
  "message-gone",
  /** RETR or TOP was refused, and the message may still be there. */
  "message-refused",
  /** Fewer octets came than the server told, or more followed unasked: what came is not the whole message. */
  "message-incomplete",
  /** RETR brought a message whose header is not that of the row. */
  "other-message",
  /** EXPIRE 0 (RFC 2449 §6.7): what is read may be deleted, so nothing is read without being opened. */
  "reading-may-delete",
  /** An export that was cut, or still runs, proves nothing. */
  "export-incomplete",
  "mailbox-lost",
  /** Another browser session of this gateway took it over. */
  "taken-over",
  /** Among several gateways: who may have the mailbox cannot be asked now. */
  "store-unreachable",
  "cancelled",
  "stopping",
  "internal",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** How far a connection had come when it failed. */
export const ConnectionStage = z.enum([
  "resolve",
  "connect",
  "tls",
  "greeting",
  "capabilities",
  "login",
  "transaction",
  "quit",
]);
export type ConnectionStage = z.infer<typeof ConnectionStage>;

export const ApiError = z.object({
  code: ErrorCode,
  /** One English sentence that says what to do next. */
  message: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.optional(z.number()),
  stage: z.optional(ConnectionStage),
  /** As the server wrote it, without brackets: `IN-USE`, `SYS/TEMP` … */
  responseCode: z.optional(z.string()),
  /** The server's own words, control characters escaped. To be shown, never matched. */
  serverText: z.optional(z.string()),
  /** Of a certificate for another name: which names it is for. */
  certificateNames: z.optional(z.array(z.string())),
});
export type ApiError = z.infer<typeof ApiError>;

export const ErrorReply = z.object({ error: ApiError });
export type ErrorReply = z.infer<typeof ErrorReply>;
