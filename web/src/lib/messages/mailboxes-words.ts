import { plural } from "../plural.ts";

/** What is said of the mailboxes and their connections. */
export const mailboxesWords = {
  label: "Mailboxes",
  add: "Add a mailbox",
  theme: { light: "Theme: light", dark: "Theme: dark", system: "Theme: as the system" },
  transcript: "Transcript",
  help: "Keyboard shortcuts",
  signOut: "Sign out",
  signOutTitle: "Sign out with marks?",
  signOutText: (count: number) =>
    `${plural(count, "message is", "messages are")} marked. Signing out drops the marks; nothing is deleted.`,
  signOutWhere: "Sign out where?",
  signOutHere: "Sign out here",
  signOutEverywhere: "Sign out everywhere",
  signedInElsewhere: (browsers: number) =>
    `${plural(browsers, "other browser is", "other browsers are")} signed in to this account.`,
  nothingDeleted: "Signing out deletes nothing.",
  stay: "Stay",
  states: {
    connecting: "CONNECTING",
    reconnecting: "RECONNECTING",
    transaction: "TRANSACTION",
    released: "RELEASED",
    lost: "LOST",
    offline: "OFFLINE",
  },
  stateHints: {
    connecting: "The POP3 session is being opened.",
    reconnecting: "The POP3 session is being opened again.",
    transaction: "The POP3 session is open and holds the maildrop's lock.",
    released: "The maildrop is unlocked for other programs.",
    lost: "There is no connection to the server.",
    offline: "This gateway does not answer: the state of the POP3 session is not known.",
  },
  /** Read out, once for all tries. */
  spoken: {
    open: "The mailbox is open.",
    released: "The mailbox is unlocked for other programs.",
    lost: "The connection to the mailbox is lost.",
    offline: "The gateway does not answer. It is called again by itself.",
  },
  lost: "The connection to the server is lost.",
  lostCalm: "Nothing was deleted, and your marks are kept here.",
  reconnect: "Reconnect",
  passwordChanged: "If it has changed, sign out and in again. Your marks are kept until then.",
  reconnecting: "Reconnecting …",
  reconnectingTitle: "The connection is being opened again.",
  nextTry: (seconds: number) => `Next try in ${String(seconds)} s.`,
  tryingNow: "Trying now …",
  tryNow: "Try now",
  released: "Unlocked for other programs. It is opened again as soon as you do something.",
  goOn: "Go on",
  takenOver: "This mailbox is in use in another browser now.",
  takenOverNext: "Everything stays on screen, and your marks are kept.",
  useHere: "Use it here",
  offline: "The gateway does not answer.",
  offlineCalm: "What you see is what it told last.",
  polling:
    "A proxy on the way blocks the live connection (WebSocket), so the gateway is asked again and again instead. Everything works.",
  plain: "not encrypted",
  plainHint: "This connection is not encrypted: anybody on the way can read it.",
  notKept:
    "Read marks and stars are not kept at the moment: the gateway cannot reach its store. Mail and deletion marks are not affected.",
  unlisted: (count: number) =>
    `This server tells of ${plural(count, "more message", "more messages")} than it lists, even when asked again. What is not listed cannot be shown here.`,
  weakIds: "This server gives no lasting unique-ids: read and starred may be forgotten.",
  ended: {
    restarted: "The gateway was restarted, and did not keep your sign-in.",
    expired: "Your session has ended.",
  },
  endedNext: (marks: number) =>
    marks === 0
      ? "Nothing was deleted. Sign in again to go on."
      : `Nothing was deleted: ${plural(marks, "mark was", "marks were")} dropped, and the ${marks === 1 ? "message is" : "messages are"} still on the server. Sign in again to go on.`,
} as const;
