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
  "wrong-login": final(401, "The server refused this user name and password; check both and try again."),
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
  "bad-certificate": final(
    502,
    "The server's certificate is not valid for that name; check the host, or tell the server's operator.",
  ),
  tls: final(502, "No encrypted connection could be made; check port and security."),
  closed: passing(502, "The server closed the connection; try again."),
  "server-permanent": final(
    502,
    "The server has a trouble that its operator must mend; tell them what it said.",
  ),
  "server-refused": final(502, "The server refused the command; read what it said."),
  protocol: final(502, "That server does not speak POP3 as it should; check host, port and security."),
  injection: final(
    502,
    "The server sent something before encryption began, which may be an attack; do not sign in from this network.",
  ),
  "store-unreachable": passing(
    503,
    "The gateway cannot reach its store, and another gateway may have this mailbox; try again in a moment.",
  ),
  "server-temporary": passing(503, "The server has a passing trouble; try again in a few minutes."),
  cancelled: passing(503, "This was cancelled before it was done; try again if you still want it."),
  stopping: passing(503, "This gateway is stopping; ask another one, or this one in a moment."),
  timeout: passing(504, "The server did not answer in time; try again, or check the port."),
};

function final(status: number, message: string): Failure {
  return { status, message, retryable: false };
}

function passing(status: number, message: string): Failure {
  return { status, message, retryable: true };
}
