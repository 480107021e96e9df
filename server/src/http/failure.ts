import type { ErrorCode } from "@popgate/shared/api/errors";

export interface Failure {
  readonly status: number;
  /** One sentence that says what to do next. */
  readonly message: string;
  /** Whether the same request may succeed later, with nothing changed by the person. */
  readonly retryable: boolean;
}

/** What each error code is in HTTP, and what it tells a person to do. */
export const FAILURES: Readonly<Record<ErrorCode, Failure>> = {
  invalid: final(400, "The request is not valid; correct it and send it again."),
  "no-session": final(401, "You are not signed in here; sign in again."),
  "session-renewed": passing(409, "This browser has just signed in to another mailbox; repeat the request."),
  "wrong-login": final(
    401,
    "The server did not accept this sign-in; read what it said, if anything, and check user name and password.",
  ),
  "wrong-origin": final(
    403,
    "The request did not come from this gateway's page; open the page and repeat it.",
  ),
  "host-not-allowed": final(
    403,
    "This gateway does not reach that server; check how its name is written, choose one from the list, or ask the gateway's operator to allow it.",
  ),
  "plaintext-not-allowed": final(
    403,
    "A password is not sent without encryption; choose TLS or STARTTLS for this server.",
  ),
  "not-found": final(404, "There is nothing here; go back to the list."),
  "message-gone": final(404, "This message is no longer in the maildrop; check for new mail."),
  "message-refused": final(
    502,
    "The server refused to send this message, which stays in the list; read what it said, and try again later.",
  ),
  "reading-may-delete": final(
    409,
    "This server may delete what is read; open the messages you want one by one.",
  ),
  "export-incomplete": final(
    409,
    "The download is not complete, so nothing was marked; download it again to its end.",
  ),
  "mailbox-lost": final(404, "This mailbox was signed out; sign in again."),
  "marks-differ": final(409, "The marks have changed meanwhile; look at them again, then commit."),
  "commit-unproven": final(
    409,
    "The server did not show that only the marked messages would go, so nothing was removed; try again, or remove them with another client.",
  ),
  "message-incomplete": final(
    502,
    "The server broke off in the middle of this message; open it with another client, and do not delete it before.",
  ),
  "other-message": final(
    409,
    "The server sent another message than the one that was asked for; check for new mail, then open it again.",
  ),
  "list-changed": final(409, "The list has changed, so nothing was marked; look at it again, then mark."),
  "too-large": final(413, "This is larger than the gateway takes; open or send less at once."),
  "range-not-satisfiable": final(416, "The file has no such octets; download it from its beginning."),
  "in-use": passing(
    423,
    "Another client has this mailbox open, the password was right; close the other client or wait a minute.",
  ),
  "in-use-here": final(
    423,
    "This mailbox is open in another browser on this gateway; take it over, or sign out there.",
  ),
  "taken-over": final(423, "This mailbox was taken over in another browser; take it back to go on here."),
  "login-delay": passing(429, "The server asks to wait between sign-ins; try again a little later."),
  "too-many-requests": passing(429, "There were too many attempts; wait a moment and try again."),
  "too-many-sessions": passing(429, "This gateway has no room for another mailbox; try again later."),
  "too-many-mailboxes": final(
    429,
    "This browser has as many mailboxes open as it may; sign out of one and try again.",
  ),
  "too-many-from-address": passing(
    429,
    "Too many mailboxes are open from your network address; sign out of one there, or try again later.",
  ),
  internal: final(500, "The gateway failed; try again, and tell its operator if it stays so."),
  "unknown-host": final(502, "No server of that name was found; check how the host is written."),
  "refused-port": final(502, "The server refuses connections on that port; check port and security."),
  network: passing(502, "The server cannot be reached; check the host, or try again later."),
  "no-tls": final(
    502,
    "The server does not speak TLS this way; use TLS with port 995 or STARTTLS with port 110.",
  ),
  "certificate-expired": final(
    502,
    "The server's certificate has expired, so nothing was sent; tell the server's operator to renew it.",
  ),
  "certificate-not-yet-valid": final(
    502,
    "The server's certificate is not valid yet, so nothing was sent; check the gateway's clock, then tell the server's operator.",
  ),
  "certificate-other-name": final(
    502,
    "The server's certificate is for another name, so nothing was sent; use one of the names that it is for, if it is the right server.",
  ),
  "certificate-self-signed": final(
    502,
    "The server's certificate is signed by nobody but itself, so nothing was sent; ask the gateway's operator to pin it, if it is the right server.",
  ),
  "certificate-incomplete": final(
    502,
    "The server's certificate comes without the certificates that lead to a known authority, so nothing was sent; tell the server's operator to send the whole chain, or the gateway's to name the authority.",
  ),
  "certificate-unknown-authority": final(
    502,
    "The server's certificate comes from an authority that is not known here, so nothing was sent; ask the gateway's operator to name that authority, if it is the right server.",
  ),
  "certificate-weak": final(
    502,
    "The server's certificate has too short a key or a broken signature, so nothing was sent; tell the server's operator to replace it.",
  ),
  "certificate-not-pinned": final(
    502,
    "The server's certificate is not the one that this gateway's operator has pinned, so nothing was sent; ask the operator whether it was replaced.",
  ),
  "bad-certificate": final(
    502,
    "The server's certificate is not valid, so nothing was sent; tell the server's operator.",
  ),
  "client-certificate-wanted": final(
    502,
    "The server wants a certificate of this gateway, which has none that it takes; ask the gateway's operator to set one up for it.",
  ),
  "tls-too-old": final(
    502,
    "The server speaks no TLS as new as 1.2, and older versions can be broken; tell the server's operator to renew it.",
  ),
  tls: final(
    502,
    "The server and the gateway could not agree on encryption, so nothing was sent; tell the server's operator.",
  ),
  "no-greeting": passing(
    504,
    "The server took the connection and said nothing; check that port and security belong together, or try again later.",
  ),
  "closed-early": passing(
    502,
    "The server hung up before the sign-in began; it may be full or refuse this gateway, so try again in some minutes.",
  ),
  "closed-at-sign-in": passing(
    502,
    "The server hung up in the middle of the sign-in and did not say why; try again in some minutes.",
  ),
  closed: passing(502, "The connection to the server ended in the middle; try again, nothing was deleted."),
  "login-too-long": final(
    400,
    "The user name or the password is longer than a POP3 command can carry, so nothing was sent; use a shorter one, or a server that offers SASL.",
  ),
  "login-not-sendable": final(
    400,
    "The user name, the password or the token holds a character that this way of signing in cannot carry, so nothing was sent; check both, or choose another mechanism.",
  ),
  "no-mechanism": final(
    502,
    "The server offers no way of signing in that was asked for; choose another mechanism.",
  ),
  "token-needed": final(
    502,
    "This server takes no password, but an access token alone; choose OAUTHBEARER or XOAUTH2 and give the token.",
  ),
  "server-unproved": final(
    502,
    "The server did not prove that it knows your password, so it may be another one that pretends to be yours; do not sign in from this network.",
  ),
  "greeting-refused": passing(
    503,
    "The server refuses to serve anybody from here now, before any sign-in; read what it said, and try again in some minutes.",
  ),
  "server-permanent": final(
    502,
    "The server refuses until something is changed, in the account's settings or by its operator; read what it said.",
  ),
  "server-refused": final(502, "The server refused the command; read what it said."),
  protocol: final(502, "What answers there does not speak POP3; check host, port and security."),
  "out-of-step": passing(
    502,
    "The server's answers did not fit the questions, so the connection was ended and nothing deleted; try again, and tell the server's operator if it stays so.",
  ),
  "reply-too-long": final(
    502,
    "The server sent more than an honest answer holds, so the connection was ended; tell the server's operator.",
  ),
  injection: final(
    502,
    "Something was sent in the clear where encryption was to begin: somebody may be tampering with the connection; your password was not sent, so do not sign in from this network.",
  ),
  "store-unreachable": passing(
    503,
    "The gateway cannot reach its store, and another gateway may have this mailbox; try again in a moment.",
  ),
  "server-temporary": passing(503, "The server has a passing trouble; try again in a few minutes."),
  cancelled: passing(503, "This was cancelled before it was done; try again if you still want it."),
  stopping: passing(503, "This gateway is stopping; ask another one, or this one in a moment."),
  timeout: passing(504, "The server did not answer in time; try again."),
};

function final(status: number, message: string): Failure {
  return { status, message, retryable: false };
}

function passing(status: number, message: string): Failure {
  return { status, message, retryable: true };
}
