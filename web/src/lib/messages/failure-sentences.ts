import type { ErrorCode } from "@popgate/shared/api/errors";

interface FailureSentence {
  /** What is the matter. */
  readonly title: string;
  /** What the person can do next. */
  readonly next: string;
}

/** One sentence for each error code, written for the person in front of the screen. */
export const FAILURE_SENTENCES: Readonly<
  Record<ErrorCode | "offline" | "unreadable" | "page-fault", FailureSentence>
> = {
  invalid: { title: "Something in the form is not right.", next: "Check the fields and try again." },
  "no-session": { title: "Your session has ended.", next: "Sign in again. Nothing was deleted." },
  "session-renewed": {
    title: "Another tab has just signed in.",
    next: "Try again. Nothing was changed.",
  },
  "wrong-origin": {
    title: "This gateway did not accept the page's address.",
    next: "Open it under the address its operator gave you.",
  },
  "not-found": { title: "This is not there any more.", next: "Go back to the list." },
  "reading-may-delete": {
    title: "This server may delete what is read.",
    next: "Open the messages you want one by one; nothing is read for a search.",
  },
  "export-incomplete": {
    title: "The download is not complete.",
    next: "Download it again to its end. Nothing was marked.",
  },
  "marks-differ": {
    title: "The marks have changed meanwhile.",
    next: "Look at the list again and commit what you see. Nothing was deleted.",
  },
  "commit-unproven": {
    title: "This server did not show that only the marked messages would go.",
    next: "So nothing was deleted, and your marks are kept. It was asked twice: its list did not leave out exactly what you marked. Check for new mail and commit again, or mark fewer at once.",
  },
  "message-incomplete": {
    title: "This message is incomplete.",
    next: "The server broke off in the middle of it, so it is not shown as if it were whole. Do not delete it before another program has read all of it.",
  },
  "other-message": {
    title: "The server sent another message than this one.",
    next: "It is not shown, since its header is not that of the row. Check for new mail, then open it again.",
  },
  "list-changed": {
    title: "The list has changed meanwhile.",
    next: "Nothing was marked. Look at the list again, then mark what you see.",
  },
  "too-many-requests": {
    title: "That was too often in a short time.",
    next: "Wait a moment, then try again.",
  },
  "too-many-sessions": {
    title: "This gateway has no room for another mailbox.",
    next: "It is full, whoever asks. Try again later, or tell its operator.",
  },
  "too-many-mailboxes": {
    title: "This browser has as many mailboxes open as it may.",
    next: "Sign out of one you no longer need, then sign in here.",
  },
  "too-many-from-address": {
    title: "Your network has as many mailboxes open here as it may.",
    next: "Everybody behind the same address counts. Sign out of a mailbox you no longer need, or try again when others have; the operator can raise the limit.",
  },
  "too-large": {
    title: "The message is larger than this gateway takes.",
    next: "Open only its text; the message stays on the server.",
  },
  "host-not-allowed": {
    title: "This gateway does not reach that server.",
    next: "Check how its name is written, choose one of the offered servers, or ask the operator to allow it.",
  },
  "plaintext-not-allowed": {
    title: "Without encryption the password would travel in the clear.",
    next: "Choose TLS or STARTTLS.",
  },
  "unknown-host": { title: "No server has that name.", next: "Check the server's name for a typing error." },
  "refused-port": {
    title: "The server does not answer on that port.",
    next: "Try 995 with TLS, or 110 with STARTTLS.",
  },
  network: { title: "The way to the server is broken.", next: "Try again in a minute." },
  "no-tls": {
    title: "The server does not speak TLS this way.",
    next: "Port and security belong together: TLS with 995, STARTTLS with 110.",
  },
  "certificate-expired": {
    title: "The server's certificate has expired.",
    next: "So it could not prove who it is, and your password was not sent. Tell the server's operator to renew it.",
  },
  "certificate-not-yet-valid": {
    title: "The server's certificate is not valid yet.",
    next: "Your password was not sent. The gateway's clock may be wrong, or the certificate came too early: tell the gateway's operator.",
  },
  "certificate-other-name": {
    title: "The server's certificate is for another name.",
    next: "Your password was not sent. If it is the right server, use a name that the certificate is for.",
  },
  "certificate-self-signed": {
    title: "The server's certificate is signed by nobody but itself.",
    next: "So anybody could have made it, and your password was not sent. If it is the right server, this gateway's operator can pin its certificate.",
  },
  "certificate-incomplete": {
    title: "The server's certificate comes without the certificates that lead to a known authority.",
    next: "Your password was not sent. The server's operator can have it send the whole chain; for an authority of one's own, this gateway's operator can name it.",
  },
  "certificate-unknown-authority": {
    title: "The server's certificate comes from an authority that is not known here.",
    next: "Your password was not sent. If it is the right server, this gateway's operator can name that authority.",
  },
  "certificate-weak": {
    title: "The server's certificate is too weak.",
    next: "Its key is too short, or its signature can be forged, so your password was not sent. Tell the server's operator to replace it.",
  },
  "certificate-not-pinned": {
    title: "The server's certificate is not the one that is expected here.",
    next: "Your password was not sent. This gateway's operator pinned another one: ask whether it was replaced.",
  },
  "bad-certificate": {
    title: "The server could not prove who it is.",
    next: "Its certificate is not valid, so your password was not sent. Tell the server's operator.",
  },
  "client-certificate-wanted": {
    title: "The server wants a certificate of this gateway.",
    next: "It shows none that the server takes. This gateway's operator can set one up for that server.",
  },
  "tls-too-old": {
    title: "The server speaks no TLS as new as 1.2.",
    next: "What it speaks can be broken, so your password was not sent. Tell the server's operator to renew it.",
  },
  tls: {
    title: "No encrypted connection came about.",
    next: "The server and this gateway could not agree on how. Your password was not sent; tell the server's operator.",
  },
  timeout: { title: "The server took too long.", next: "Try again; if it stays slow, try later." },
  "no-greeting": {
    title: "The server took the connection and said nothing.",
    next: "Port and security may not belong together: TLS with 995, STARTTLS with 110. If they do, try again later.",
  },
  "closed-early": {
    title: "The server hung up before the sign-in.",
    next: "It may be full, or refuse this gateway. Your password was not sent; try again in some minutes.",
  },
  "closed-at-sign-in": {
    title: "The server hung up in the middle of the sign-in.",
    next: "It did not say why, so nothing is known of your password. Try again in some minutes.",
  },
  closed: {
    title: "The server closed the connection.",
    next: "It ended in the middle. Try again. Nothing was deleted.",
  },
  "wrong-login": {
    title: "The server did not accept this address and password.",
    next: "If it says why, do as it says. Otherwise type the password again; some servers want the whole address, some an app password.",
  },
  "login-too-long": {
    title: "The address or the password is too long for this server.",
    next: "A POP3 command holds 255 octets, and a letter beyond ASCII takes two or more of them. Nothing was sent; choose a shorter password at your provider.",
  },
  "login-not-sendable": {
    title: "The address, the password or the token holds a character that cannot be sent this way.",
    next: "Nothing was sent. Look for blanks and line breaks that were pasted with it, or choose another way of signing in.",
  },
  "no-mechanism": {
    title: "The server offers no way of signing in that this gateway knows.",
    next: "Nothing was sent. Its operator can tell you which ways it has.",
  },
  "token-needed": {
    title: "This server takes no password any more.",
    next: "It wants an access token of your provider: choose OAUTHBEARER or XOAUTH2 under the server's settings and paste the token. Nothing was sent.",
  },
  "server-unproved": {
    title: "The server did not prove that it knows your password.",
    next: "It may be another one that pretends to be yours. Do not sign in from this network; tell the server's operator.",
  },
  "greeting-refused": {
    title: "The server serves nobody from here at present.",
    next: "It refused before anybody signed in, so it is not your password. It may have too many connections; try again in some minutes.",
  },
  "in-use": {
    title: "Another program has this mailbox open.",
    next: "Your password is right. Close the other program, or the other browser that has it open here; this gateway lets go some minutes after its last page was closed.",
  },
  "in-use-here": {
    title: "This mailbox is open in another browser on this gateway.",
    next: "Take it over to go on here, or sign out there. Its marks stay there; nothing is deleted.",
  },
  "login-delay": {
    title: "The server wants a pause between two logins.",
    next: "Your password is right. Wait until the time is over.",
  },
  "server-temporary": {
    title: "The server has a passing trouble.",
    next: "It is not your password. Try again later.",
  },
  "server-permanent": {
    title: "The server refuses until something is changed.",
    next: "It is not your password. If its words name a setting of your account, change that; otherwise show them to the server's operator.",
  },
  "server-refused": { title: "The server refused.", next: "Its own words may tell why." },
  protocol: {
    title: "What answers there does not speak POP3.",
    next: "Check that this is a POP3 server and that port and security belong together.",
  },
  "out-of-step": {
    title: "The server's answers did not fit the questions.",
    next: "So the connection was ended before anything could go wrong. Nothing was deleted. Try again; if it stays so, tell the server's operator.",
  },
  "reply-too-long": {
    title: "The server sent more than an honest answer holds.",
    next: "So the connection was ended. Nothing was deleted. Tell the server's operator.",
  },
  injection: {
    title: "Somebody may be tampering with the connection to the server.",
    next: "Something came in the clear where encryption was to begin. Your password was not sent. Do not sign in from this network, and tell the server's operator.",
  },
  "message-gone": {
    title: "The message is no longer in the maildrop.",
    next: "It was removed, from here or by another program. Check for new mail to see what is there.",
  },
  "message-refused": {
    title: "The server refused to send this message.",
    next: "It stays in the list. The server's words may say why: a limit on what is fetched in a day passes by itself. If the message is gone, the next check for new mail shows it.",
  },
  "mailbox-lost": {
    title: "The connection to the mailbox is lost.",
    next: "Reconnect. Marked messages are still on the server.",
  },
  "taken-over": {
    title: "This mailbox was taken over in another browser.",
    next: "Take it back to go on here. Nothing was deleted.",
  },
  "store-unreachable": {
    title: "The gateway cannot reach its store.",
    next: "Until it can, no mailbox is opened here, since another gateway may have it. Try again in a moment. Nothing was deleted.",
  },
  "range-not-satisfiable": {
    title: "The download cannot go on from there.",
    next: "Download it again from its beginning.",
  },
  stopping: { title: "The gateway is stopping.", next: "Try again in a moment. Nothing was deleted." },
  cancelled: { title: "Cancelled.", next: "Start again whenever you like." },
  internal: { title: "The gateway made a mistake.", next: "Try again. Nothing was deleted." },
  offline: {
    title: "The gateway does not answer.",
    next: "Check your connection, then try again.",
  },
  unreadable: {
    title: "The gateway gave an answer this page does not understand.",
    next: "Reload the page.",
  },
  "page-fault": {
    title: "This page made a mistake.",
    next: "Reload it: nothing was deleted, and your marks are kept. The browser's console says what it was.",
  },
};
