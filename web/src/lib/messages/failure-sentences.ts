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
  "bad-certificate": {
    title: "The server could not prove who it is.",
    next: "Check the server's name. If it is right, tell the server's operator; your password was not sent.",
  },
  tls: {
    title: "No encrypted connection came about.",
    next: "Check that port and security belong together: 995 with TLS, 110 with STARTTLS.",
  },
  timeout: { title: "The server took too long.", next: "Try again; if it stays slow, try later." },
  closed: { title: "The server closed the connection.", next: "Try again. Nothing was deleted." },
  "wrong-login": {
    title: "The server did not accept this address and password.",
    next: "Type the password again. Some servers want the whole address, some an app password.",
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
    title: "The server has a trouble that somebody must mend.",
    next: "It is not your password. Tell the server's operator.",
  },
  "server-refused": { title: "The server refused.", next: "Its own words may tell why." },
  protocol: {
    title: "The server does not speak POP3 as expected.",
    next: "Check that this is a POP3 server and that port and security belong together.",
  },
  injection: {
    title: "That holds characters a command must not have.",
    next: "Type it without line breaks.",
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
